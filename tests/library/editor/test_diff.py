"""What changed between two texts: lines, the words inside them, and nothing that runs."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from saas.library.editor.diff import DiffLine, diff_texts


def signs(before: str, after: str) -> str:
    """= same, - taken, + added, … skipped."""
    sign = {"same": "=", "taken": "-", "added": "+", "skipped": "…"}
    return "".join(sign[line.sign] for line in diff_texts(before, after))


def lines(*numbers: int) -> str:
    return "\n".join(f"line {number}" for number in numbers)


@pytest.mark.parametrize("text", ["", "one", "one\ntwo\n"])
def test_between_the_same_texts_there_is_nothing(text: str) -> None:
    assert diff_texts(text, text) == []


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a\nb", "a\nc", "=-+"),
        ("a", "a\nb", "=+"),
        ("a\nb", "a", "=-"),
        ("", "a\nb", "++"),
        ("a\nb", "", "--"),
        ("a\nb\nc", "x\ny", "-+-+-"),
    ],
)
def test_a_line_was_taken_added_or_stayed(before: str, after: str, shown: str) -> None:
    assert signs(before, after) == shown


def test_two_lines_are_shown_around_a_change() -> None:
    assert signs(lines(*range(20)), lines(*range(10), 99, *range(11, 20))) == "…==-+=="


def test_what_lies_between_two_changes_is_skipped() -> None:
    assert signs(lines(*range(30)), lines(99, *range(1, 29), 99)) == "-+==…==-+"


def test_inside_a_changed_line_only_the_changed_words_are_marked() -> None:
    [taken, added] = diff_texts("File it on Monday, early.", "File it on Friday, early.")
    assert taken == DiffLine("taken", Markup("File it on <del>Monday,</del> early."))
    assert added == DiffLine("added", Markup("File it on <ins>Friday,</ins> early."))


def test_words_put_in_or_left_out_are_marked_on_one_side() -> None:
    [taken, added] = diff_texts("File it now.", "File it right now.")
    assert taken.text == "File it now."
    assert added.text == "File it <ins>right </ins>now."


def test_a_line_without_a_partner_is_marked_whole() -> None:
    assert diff_texts("a", "a\nb")[1].text == "<ins>b</ins>"
    assert diff_texts("a\nb", "a")[1].text == "<del>b</del>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<script>one</script>", "<script>two</script>"),
        ("", "<img src=x onerror=alert(1)>"),
        ("<b>a</b>", ""),
        ("<i>same</i>\na", "<i>same</i>\nb"),
    ],
)
def test_what_stands_in_a_text_is_shown_and_does_not_run(before: str, after: str) -> None:
    for line in diff_texts(before, after):
        own = line.text.replace("<del>", "").replace("</del>", "").replace("<ins>", "").replace("</ins>", "")
        assert "<" not in own and ">" not in own
        assert "&lt;" in own or own in ("a", "b")


def test_blanks_between_words_are_kept() -> None:
    [taken, added] = diff_texts("a  b\tc", "a  b\td")
    assert (taken.text, added.text) == ("a  b\t<del>c</del>", "a  b\t<ins>d</ins>")
