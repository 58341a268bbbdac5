"""Settings from the environment (`SUTRADHAR_…`): where the store is, how to log in to it, where own files are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from sutradhar.errors import SutradharError

PREFIX = "SUTRADHAR_"


class Settings(BaseSettings):
    """What the environment says; command-line options override it.

    `store` is a path of the embedded store or a Bolt URI; a path is taken from the working directory. `recipes` is
    a folder with the user's own recipes. `model` is the language model in use, a name or a folder. `home` holds what
    Sutradhar keeps for itself on this machine, for instance the local Neo4j.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    store: str = "sutradhar.kglite"
    store_user: str = "neo4j"
    store_password: SecretStr | None = None
    model: str | None = None
    recipes: Path | None = None
    home: Path = Path(platformdirs.user_data_dir("sutradhar", appauthor=False))
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"

    @field_validator("store", "store_user")
    @classmethod
    def _not_blank(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("must not be empty; unset it to get the default")
        return value

    @field_validator("store_password")
    @classmethod
    def _blank_is_none(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value() else None

    @field_validator("recipes", mode="before")
    @classmethod
    def _no_recipes(cls, value: object) -> object:
        return value or None

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def models_home(self) -> Path:
        """Folder of the user's own language models, each in a folder of its name."""
        return self.home / "models"

    @property
    def model_choice(self) -> Path:
        """File with the name of the language model in use."""
        return self.home / "model"

    @property
    def neo4j_home(self) -> Path:
        """Folder of the local Neo4j that `sutradhar store start` runs."""
        return self.home / "neo4j"

    @property
    def password(self) -> str | None:
        """The store's password as plain text, or None."""
        return self.store_password.get_secret_value() if self.store_password else None


def load_settings() -> Settings:
    """The settings of this moment's environment. Raises `SutradharError` that names the variable at fault."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        variable = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        message = first["msg"].removeprefix("Value error, ")
        raise SutradharError(f"{variable}: {message[:1].lower()}{message[1:]}") from error
