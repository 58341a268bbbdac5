"""The Neo4j store: the official driver to any `bolt://`, `neo4j://` or `neo4j+s://` server."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)
from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from sutradhar.errors import ReadOnlyError, StatementError, StoreError
from sutradhar.graph.stores.base import Closing, Row, Statement

CONNECT_SECONDS = 10
RETRY_SECONDS = 15
INDEX_SECONDS = 300
MESSAGE_CHARACTERS = 400
POINT_KEYS = ("longitude", "latitude", "height")
WGS84 = (4326, 4979)  # EPSG numbers, flat and with height
WRITE_REFUSED = "Neo.ClientError.Statement.AccessMode"
STATEMENT_CODES = ("Neo.ClientError.Statement.", "Neo.ClientError.Schema.", "Neo.ClientError.Procedure.")


class Neo4jStore(Closing):
    """A `Store` on a Neo4j server. Opening raises `StoreError`: not reachable, wrong password, not Neo4j."""

    engine = "neo4j"

    def __init__(self, uri: str, *, user: str, password: str | None, read_only: bool = False) -> None:
        self.uri = uri
        self.read_only = read_only
        with _driver_errors(uri):
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=(user, password) if password is not None else None,
                connection_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="sutradhar",
            )
        try:
            with _driver_errors(uri):
                self._driver.verify_connectivity()
                agent = self._driver.get_server_info().agent
        except StoreError:
            self._driver.close()
            raise
        self.version = agent.partition("/")[2]

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """See `Store.query`."""

        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            return _rows(transaction, statement, parameters or {})

        with _driver_errors(self.uri), self._driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def write(self, statements: Iterable[Statement]) -> list[Row]:
        """See `Store.write`."""
        if self.read_only:
            raise ReadOnlyError(f"{self.uri} is open for reading only: open it for writing to change it")
        batch = list(statements)  # the driver may run the work again after a passing fault

        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            rows: list[Row] = []
            for statement, parameters in batch:
                rows = _rows(transaction, statement, parameters)
            return rows

        with _driver_errors(self.uri), self._driver.session() as session:
            return session.execute_write(work)

    def define(self, statements: Iterable[str]) -> None:
        """See `Store.define`."""
        self.write((statement, {}) for statement in statements)
        self.query("CALL db.awaitIndexes($seconds)", {"seconds": INDEX_SECONDS})

    def close(self) -> None:
        """See `Store.close`."""
        self._driver.close()


def _rows(transaction: neo4j.ManagedTransaction, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
    result = transaction.run(statement, dict(parameters))
    return [{key: _plain(record[key]) for key in record.keys()} for record in result]  # noqa: SIM118 (no mapping)


def _plain(value: Any) -> Any:
    """Driver types as plain Python, the same shapes as the embedded store gives."""
    if isinstance(value, Path):
        return {"nodes": [_plain(n) for n in value.nodes], "relationships": [_plain(r) for r in value.relationships]}
    if isinstance(value, Node | Relationship | dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Date | DateTime | Time):
        return value.to_native()
    if isinstance(value, Duration):
        return {"months": value.months, "days": value.days, "seconds": value.seconds}
    if isinstance(value, Point):
        return dict(zip(POINT_KEYS, value, strict=False)) if value.srid in WGS84 else [*value]
    return value


@contextmanager
def _driver_errors(uri: str) -> Iterator[None]:
    """Map the driver's errors to Sutradhar's: one line each, with the remedy."""
    try:
        yield
    except AuthError as error:
        raise StoreError(
            f"{uri} refuses the user or password: set SUTRADHAR_STORE_USER and SUTRADHAR_STORE_PASSWORD"
        ) from error
    except (ServiceUnavailable, SessionExpired) as error:
        raise StoreError(
            f"Neo4j is not reachable at {uri}: check the address, or start a local one with `sutradhar store start`"
        ) from error
    except ConfigurationError as error:
        raise StoreError(f"{uri} is no valid Bolt URI: {_one_line(error)}") from error
    except ClientError as error:
        if error.code == WRITE_REFUSED:
            raise ReadOnlyError("the statement writes, where only reading is allowed: use --write to change") from error
        if error.code and error.code.startswith(STATEMENT_CODES):
            raise StatementError(_one_line(error)) from error
        raise StoreError(f"{uri}: {_one_line(error)}") from error
    except Neo4jError as error:
        if "no space" in str(error).lower() or "disk" in str(error).lower():
            raise StoreError(f"the Neo4j server at {uri} has no room on its disk: free some space there") from error
        raise StoreError(f"{uri}: {_one_line(error)}; look into the server's log, then try again") from error
    except DriverError as error:
        raise StoreError(f"{uri}: {_one_line(error)}") from error
    except (TypeError, ValueError, OverflowError) as error:
        raise StatementError(_one_line(error)) from error


def _one_line(error: Exception) -> str:
    """The message's first line, without the driver's code in braces and the statement it repeats."""
    text = (error.message if isinstance(error, Neo4jError) else None) or str(error) or type(error).__name__
    return textwrap.shorten(text.strip().splitlines()[0], MESSAGE_CHARACTERS, placeholder=" …")
