"""One settings object. Knows nothing of how any setting is used.

What the caller passes wins over `EMPATHIC_AGENT_<NAME>` environment variables, and those win over
`settings.toml` in the data directory. Unknown keys are refused wherever they stand.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from empathic_agent.errors import SettingsError

PREFIX = "EMPATHIC_AGENT_"
NOT_SETTINGS = frozenset({PREFIX + "DATA"})
"""Variables with the prefix that are no settings: where the tests find real data sets."""
RecallStrategy = Literal[
    "semantic", "combine-add", "combine-multiply", "semantic-first", "emotion-first", "hybrid"
]


class Settings(BaseSettings):
    """Everything a user may choose."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path
    """Where conversations and memories are kept."""
    owner: str = Field(default="me", min_length=1, max_length=200)
    """Whose conversations these are; memories never cross owners."""
    persona: str = Field(default="wren", min_length=1)
    """Name of a persona, or a path to a persona file."""
    model: str = Field(default="offline", min_length=1)
    """"offline" for the built-in replies, or anything `langchain.init_chat_model` understands."""
    encoder: str = Field(default="all-MiniLM-L6-v2", min_length=1)
    """"all-MiniLM-L6-v2", a folder, or a sentence-transformers hub id."""
    memory: str = Field(default="sqlite", pattern=r"^(sqlite|.+\.db|[a-z]+://.+)$")
    """Where memories are kept: "sqlite" (beside the journal), or the address of a Milvus server,
    such as "http://localhost:19530", or a file of milvus-lite, ending in ".db"."""
    memory_token: str = ""
    """What a Milvus server asks for: "user:password" or an API key."""
    retain_days: float | None = Field(default=None, gt=0.0)
    """What is older is forgotten when the agent starts; None: nothing."""
    retain_count: int | None = Field(default=None, ge=0)
    """Of more memories the oldest are forgotten when the agent starts; None: however many."""
    retain_importance: float | None = Field(default=None, ge=0.0, le=1.0)
    """More important memories are never forgotten by age or number, as pinned ones are not."""
    detector: str = "head"
    """Name of an emotion detector (entry-point group `empathic_agent.detectors`)."""
    selector: str = "planner"
    """Name of a strategy selector (entry-point group `empathic_agent.selectors`)."""
    calibration: Path | None = None
    """A file of `empathic-agent calibrate` that corrects the selector; None: as it is."""
    examples: Path | None = None
    """ESConv's train.json, where the selector "llm+examples" takes its examples from."""
    transition: str = "personality"
    """Name of a mood transition (entry-point group `empathic_agent.transitions`)."""
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    """Two capital letters (ISO 3166) for helplines; by default deduced from the locale."""
    recall: int = Field(default=4, ge=0, le=50)
    """How many memories may come to mind per message."""
    recall_strategy: RecallStrategy = "hybrid"
    """How memories are chosen; docs/recall.md explains each."""
    recall_mood: Literal["congruent", "repairing"] = "congruent"
    """Whether memories are reached for that were felt alike, or brighter ones when one is low."""
    recall_weights: dict[str, float] = {}
    """Of the hybrid strategy, where they are to differ: meaning, words, mood, recency, importance,
    half_life_days."""
    meaning_weight: float | None = Field(default=None, ge=0.0, le=1.0)
    """Share of meaning against mood in the strategies combine-add and combine-multiply."""
    tracing: bool = False
    """Let LangChain's tracing, where the environment switches it on, see conversations."""

    @field_validator("recall_weights")
    @classmethod
    def _known_weights(cls, given: dict[str, float]) -> dict[str, float]:
        if given:
            from memory_store import Weights

            Weights(**given)
        return given

    @property
    def persona_folders(self) -> tuple[Path, ...]:
        """Where the user's own persona files are."""
        return (self.home / "personas",)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Caller, environment, settings file; no dotenv file is picked up by surprise."""
        home = Path(init_settings()["home"])
        file = TomlConfigSettingsSource(settings_cls, home / "settings.toml")
        return (init_settings, env_settings, file)


def home_directory() -> Path:
    """`EMPATHIC_AGENT_HOME`, or this user's data directory."""
    named = os.environ.get(PREFIX + "HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("empathic-agent", appauthor=False)


def load_settings(**chosen: Any) -> Settings:
    """Combine the caller's choices (None means "not chosen"), environment and settings file.

    Raises:
        SettingsError: an unknown key, an impossible value or an unreadable file.
    """
    given = {key: value for key, value in chosen.items() if value is not None}
    home = Path(given.pop("home", None) or home_directory())
    _refuse_unknown_variables()
    try:
        return Settings(home=home, **given)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from error
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
        file = home / "settings.toml"
        raise SettingsError(f"The settings file {file} cannot be read: {error}.") from error


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | NOT_SETTINGS
    unknown = sorted(key for key in os.environ if key.startswith(PREFIX) and key not in known)
    if unknown:
        raise SettingsError(
            f"Unknown environment variable {', '.join(unknown)}. Known: {', '.join(sorted(known))}."
        )


def _explain(error: ValidationError) -> str:
    problems = [
        f"{'.'.join(map(str, item['loc']))}: {item['msg']} (got {item['input']!r})"
        for item in error.errors()
    ]
    known = ", ".join(Settings.model_fields)
    return f"Settings that cannot be used: {'; '.join(problems)}. Known settings: {known}."
