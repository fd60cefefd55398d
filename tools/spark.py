"""A Spark cluster for tests: a master and two workers on loopback, from the package pyspark, stopped with the test."""

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyspark

HOME = Path(pyspark.__file__).parent
_PATIENCE = 60.0
# A cluster that lives for half a minute is started faster than it is made fast.
_SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
# For few records every further partition is only another task to wait for.
_DEFAULTS = f"""spark.sql.shuffle.partitions 2
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.extraJavaOptions {_SHORT_LIVED}
spark.executor.extraJavaOptions {_SHORT_LIVED}
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the master listens, what its members know each other by, and the folder with a client's configuration
    (SPARK_CONF_DIR)."""

    master: str
    secret: str
    folder: Path


@contextmanager
def cluster(workers: int = 2) -> Iterator[Cluster]:
    """Start it, and stop it whatever happens."""
    port, secret = _free_port(), secrets.token_hex(16)
    with TemporaryDirectory(prefix="kedang-spark-") as folder:
        properties = Path(folder) / "spark.conf"
        properties.touch(mode=0o600)
        properties.write_text(f"spark.authenticate true\nspark.authenticate.secret {secret}\n", encoding="utf-8")
        (Path(folder) / "spark-defaults.conf").write_text(_DEFAULTS, encoding="utf-8")
        master = f"spark://127.0.0.1:{port}"
        started = [_start(folder, "master.Master", "--port", str(port), "--properties-file", str(properties))]
        try:
            _wait(port, started[0])
            for _ in range(workers):
                options = ["--cores", "1", "--memory", "1g", "--properties-file", str(properties), master]
                started.append(_start(folder, "worker.Worker", *options))
            yield Cluster(master, secret, Path(folder))
        finally:
            for process in reversed(started):
                process.terminate()
            for process in started:
                process.wait(timeout=_PATIENCE)


def _start(folder: str, name: str, *options: str) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "SPARK_HOME": str(HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": folder,
        "SPARK_WORKER_DIR": folder,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _SHORT_LIVED,
    }
    command: list[str] = [
        str(HOME / "bin" / "spark-class"),
        f"org.apache.spark.deploy.{name}",
        "--host",
        "127.0.0.1",
        "--webui-port",
        "0",
    ]
    with (Path(folder) / "spark.log").open("ab") as log:
        return subprocess.Popen([*command, *options], env=environment, stdout=log, stderr=log)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("the Spark master did not start")
