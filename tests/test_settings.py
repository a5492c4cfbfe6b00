from pathlib import Path

import pytest

from empathic_agent.errors import SettingsError
from empathic_agent.settings import home_directory, load_settings


def write_file(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(text, "utf-8")


def test_defaults_need_nothing(home: Path) -> None:
    settings = load_settings()
    assert settings.home == home
    assert settings.model == "offline"


def test_the_caller_wins_over_the_environment_and_that_over_the_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(home, 'owner = "file"\ncountry = "DE"\nrecall = 7\n')
    monkeypatch.setenv("EMPATHIC_AGENT_OWNER", "environment")
    monkeypatch.setenv("EMPATHIC_AGENT_COUNTRY", "FR")
    settings = load_settings(owner="caller", persona=None)
    assert (settings.owner, settings.country, settings.recall) == ("caller", "FR", 7)


def test_the_home_directory_follows_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMPATHIC_AGENT_HOME", str(tmp_path / "elsewhere"))
    assert home_directory() == tmp_path / "elsewhere"


def test_an_unknown_key_is_refused_wherever_it_stands(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match="modle"):
        load_settings(modle="x")
    write_file(home, "modle = 'x'\n")
    with pytest.raises(SettingsError, match="modle"):
        load_settings()
    write_file(home, "")
    monkeypatch.setenv("EMPATHIC_AGENT_MODLE", "x")
    with pytest.raises(SettingsError, match="EMPATHIC_AGENT_MODLE"):
        load_settings()


def test_an_impossible_value_says_what_was_got() -> None:
    with pytest.raises(SettingsError, match=r"meaning_weight.*2.5"):
        load_settings(meaning_weight=2.5)


def test_weights_of_recall_are_known_and_not_negative(home: Path) -> None:
    write_file(home, "[recall_weights]\nmood = 1.5\n")
    assert load_settings().recall_weights == {"mood": 1.5}
    for wrong in ({"mod": 1.0}, {"mood": -1.0}):
        with pytest.raises(SettingsError, match="recall_weights"):
            load_settings(recall_weights=wrong)


def test_a_file_that_is_no_toml_is_named(home: Path) -> None:
    write_file(home, "owner = [")
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        load_settings()
    (home / "settings.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        load_settings()
