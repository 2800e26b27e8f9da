"""A command imports what it needs and nothing else; the local Stripe is read by `saas sandbox` alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from saas.cli import COMMANDS, main
from saas.sandbox.settings import WEBHOOK_SECRET
from saas.settings import ROOT, SANDBOX_WEBHOOK_SECRET

# Runs `saas` with each argument line in turn, and after each prints the modules of the project loaded so far.
PROGRAM = """
import sys
from saas.cli import main
for line in sys.argv[1:]:
    try:
        main(line.split())
    except SystemExit as ended:
        assert not ended.code, (line, ended.code)
    print("LOADED", *sorted(name for name in sys.modules if name.split(".")[0] == "saas"))
"""


def run(cwd: Path, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(cwd), "PYTHONDONTWRITEBYTECODE": "1", **env}
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=cwd, capture_output=True, text=True, check=False
    )


def loaded_by(*lines: str, **env: str) -> list[list[str]]:
    """The project's modules that are loaded after each of the argument lines, in one process."""
    done = run(ROOT, "-c", PROGRAM, *lines, **env)
    assert done.returncode == 0, done.stderr
    return [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("LOADED ")]


def sandbox_modules(loaded: list[str]) -> list[str]:
    return [name for name in loaded if name.startswith("saas.sandbox")]


@pytest.mark.slow
def test_only_its_own_command_loads_the_local_stripe() -> None:
    """Asking for a command's help imports the module it is defined in, with all that this imports."""
    others = [name for name in COMMANDS if name != "sandbox"]
    *before, after = loaded_by(*(f"{name} --help" for name in [*others, "sandbox"]))
    offenders = [name for name, loaded in zip(others, before, strict=True) if sandbox_modules(loaded)]
    assert offenders == []
    assert len(sandbox_modules(after)) > 10


@pytest.mark.slow
def test_importing_the_program_does_not_load_the_local_stripe() -> None:
    program = (
        "import sys, saas.app, saas.jobs; print(*(name for name in sys.modules if name.startswith('saas.sandbox')))"
    )
    done = run(ROOT, "-c", program)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


@pytest.mark.slow
def test_the_list_of_commands_loads_no_command() -> None:
    assert loaded_by("--help") == [["saas", "saas.cli", "saas.cli.lazy"]]


@pytest.mark.slow
def test_migrating_loads_the_models_and_not_the_app(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    [loaded] = loaded_by("migrate", SAAS_ENV="test", DATABASE_URL=url, BASE_URL="http://shop.test")
    assert "saas.models" in loaded
    assert {"saas.app", "saas.jobs"} & set(loaded) == set()
    assert sandbox_modules(loaded) == []


@pytest.fixture(scope="module")
def production_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders that the Dockerfile copies, less what .dockerignore names."""
    image = tmp_path_factory.mktemp("image")
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    copied = [line.split() for line in (ROOT / "Dockerfile").read_text().split("\n") if line.startswith("COPY")]
    for name in {words[-2] for words in copied} & {"saas", "templates", "static", "migrations", "config"}:
        shutil.copytree(
            ROOT / name,
            image / name,
            ignore=lambda folder, names: [
                each
                for each in names
                if each == "__pycache__" or str((Path(folder) / each).relative_to(ROOT)) in ignored
            ],
        )
    return image


@pytest.mark.slow
def test_the_production_image_is_made_without_tests_and_the_local_stripe(production_image: Path) -> None:
    assert (production_image / "saas" / "app.py").exists()
    assert not (production_image / "saas" / "sandbox").exists()
    assert not (production_image / "tests").exists()


@pytest.mark.slow
def test_every_other_command_can_be_run_in_the_production_image(production_image: Path) -> None:
    others = [name for name in COMMANDS if name != "sandbox"]
    done = run(production_image, "-c", PROGRAM, "--help", *(f"{name} --help" for name in others))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Usage: ") == len(others) + 1


@pytest.mark.slow
def test_the_app_is_created_in_the_production_image(production_image: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    program = "from saas.app import create_app; create_app()"
    done = run(production_image, "-c", program, SAAS_ENV="test", DATABASE_URL=url, BASE_URL="http://shop.test")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_production_image_says_in_one_sentence_that_it_has_no_local_stripe(production_image: Path) -> None:
    done = run(production_image, "-m", "saas", "sandbox", "--port", "9201")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: The local Stripe is for development and tests, and this installation was made without it:"
        " run `saas sandbox` in a checkout of the source.\n"
    )


def test_another_missing_module_is_not_taken_for_a_missing_local_stripe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "saas.sandbox.command", raising=False)
    monkeypatch.setitem(sys.modules, "saas.sandbox.server", None)
    with pytest.raises(ModuleNotFoundError, match=r"saas\.sandbox\.server"):
        CliRunner().invoke(main, ["sandbox", "--help"], catch_exceptions=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_does(name: str) -> None:
    command = COMMANDS[name].load()
    assert isinstance(command, click.Command)
    assert command.name == name
    assert f"  {name} " in CliRunner().invoke(main, ["--help"]).output
    assert command.help


def test_an_unknown_command_is_refused() -> None:
    done = CliRunner().invoke(main, ["launch"])
    assert done.exit_code == 2
    assert "No such command 'launch'" in done.output


def test_the_local_stripe_signs_with_the_secret_that_the_shop_expects_by_default() -> None:
    assert WEBHOOK_SECRET == SANDBOX_WEBHOOK_SECRET
