"""Encrypted values: readable for their account and column alone, with any secret of the settings."""

from __future__ import annotations

import pytest

from saas.kernel import encryption
from saas.kernel.encryption import DecryptionError, decrypt, encrypt

OLD, NEW = "an old secret of more than thirty-two characters", "a new secret of more than thirty-two characters"
WORDS = "I am afraid of the mortgage. \N{SLIGHTLY SMILING FACE}"


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "_secrets", {})
    encryption.use_secrets([OLD])


def test_a_value_is_read_back_and_nothing_of_it_is_stored() -> None:
    stored = encrypt(WORDS, "plan_steps.note", 7)
    assert decrypt(stored, "plan_steps.note") == WORDS
    assert "mortgage" not in stored


def test_the_same_words_are_never_stored_alike() -> None:
    assert encrypt(WORDS, "plan_steps.note", 7) != encrypt(WORDS, "plan_steps.note", 7)


@pytest.mark.parametrize("reader", [None, "*", 7])
def test_who_may_read(reader: object) -> None:
    assert decrypt(encrypt(WORDS, "answers.value", 7), "answers.value", reader=reader) == WORDS


def test_another_account_reads_nothing() -> None:
    with pytest.raises(DecryptionError, match="another account"):
        decrypt(encrypt(WORDS, "answers.value", 7), "answers.value", reader=8)


def test_a_value_under_another_name_is_refused() -> None:
    """Whoever can write to the database writes the reader's number before somebody else's value."""
    stored = encrypt(WORDS, "answers.value", 7).replace(".7.", ".8.")
    with pytest.raises(DecryptionError, match="changed"):
        decrypt(stored, "answers.value", reader=8)


def test_a_value_moved_to_another_column_is_refused() -> None:
    with pytest.raises(DecryptionError, match="changed"):
        decrypt(encrypt(WORDS, "answers.value", 7), "plan_steps.note", reader=7)


def test_a_changed_value_is_refused() -> None:
    stored = encrypt(WORDS, "answers.value", 7)
    with pytest.raises(DecryptionError, match="changed"):
        decrypt(stored[:-6] + ("AAAA" if stored[-6:-2] != "AAAA" else "BBBB") + stored[-2:], "answers.value")


def test_after_a_rotation_both_are_read_and_the_newest_encrypts() -> None:
    before = encrypt(WORDS, "answers.value", 7)
    encryption.use_secrets([NEW, OLD])
    after = encrypt(WORDS, "answers.value", 7)
    assert decrypt(before, "answers.value") == decrypt(after, "answers.value") == WORDS
    assert after.startswith(encryption.current_prefix()) and not before.startswith(encryption.current_prefix())
    encryption.use_secrets([NEW])
    assert decrypt(after, "answers.value") == WORDS
    with pytest.raises(DecryptionError, match="DATA_KEYS lacks"):
        decrypt(before, "answers.value")


def test_what_was_written_before_there_were_keys_is_read() -> None:
    assert decrypt('{"role": "accountant"}', "submissions.answers", reader=7) == '{"role": "accountant"}'


def test_without_settings_nothing_is_written_in_clear() -> None:
    encryption.use_secrets([])
    with pytest.raises(RuntimeError, match="No settings"):
        encrypt(WORDS, "answers.value", 7)
