"""The LanguageRuntime service: runs Python programs and policy packs for the Pulumi engine.

The engine's side of the contract: https://pulumi-developer-docs.readthedocs.io/latest/docs/architecture/languages.html
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2
from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from splitctl.sandbox.language.python import interpreter

# The SDK's exec script has then told the user already: the engine must not add a message of its own.
_USER_WAS_TOLD = 32


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs Python for the engine at `engine`, programs by the SDK's own `exec_script`."""

    def __init__(self, engine: str, exec_script: Path) -> None:
        self._engine = engine
        self._exec_script = exec_script
        self._running: set[subprocess.Popen[bytes]] = set()

    def stop(self) -> None:
        """End what still runs: a program that waits for an engine that has given up would wait for ever."""
        for process in tuple(self._running):
            process.terminate()

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Take the engine's address, for engines that send it here and not on the command line."""
        self._engine = request.engine_address or self._engine
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Name the version of the SDK that programs run on."""
        return plugin_pb2.PluginInfo(version=metadata.version("pulumi"))

    def GetRequiredPackages(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Ask for none: in a sandbox every plugin is at hand or missing, never fetched."""
        return language_pb2.GetRequiredPackagesResponse()

    def GetRequiredPlugins(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Ask for none, for engines from before GetRequiredPackages."""
        return language_pb2.GetRequiredPluginsResponse()

    def Run(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Run the program to its end; its output is the host's own, which the engine shows."""
        root = Path(request.info.root_directory)
        try:
            python = interpreter(root, MessageToDict(request.info.options))
        except FileNotFoundError as error:
            return language_pb2.RunResponse(error=str(error))
        arguments = {
            "project": request.project,
            "root_directory": str(root),
            "stack": request.stack,
            "organization": request.organization,
            "pwd": request.pwd,
            "monitor": request.monitor_address,
            "engine": self._engine,
            "parallel": str(request.parallel),
            "dry_run": str(request.dryRun).lower(),
        }
        flags = [part for name, value in arguments.items() if value for part in (f"--{name}", value)]
        program = str(Path(request.info.program_directory, request.info.entry_point))
        environ = os.environ | {
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
            "PYTHONUNBUFFERED": "1",
        }
        command = [str(python), str(self._exec_script), *flags, program, *request.args]
        with self._started(command, env=environ) as process:
            code = process.wait()
        if code == _USER_WAS_TOLD:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"Program exited with non-zero exit code: {code}" if code else "")

    def RunPlugin(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:  # noqa: N802
        """Run a plugin written in Python (a policy pack is one) and pass on what it prints, until it ends."""
        python = self._interpreter(request, context)
        program = request.info.program_directory
        runner = ["-u", "-m", "pulumi.policy"] if request.kind == "analyzer" else ["-u"]
        arguments = [*request.args[:1], program] if request.kind == "analyzer" else [program, *request.args]
        command = [str(python), *runner, *arguments]
        environ = dict(entry.split("=", 1) for entry in request.env) or None
        piped: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with self._started(command, cwd=request.pwd or None, env=environ, **piped) as process:
            # The engine hangs up when it is done with the plugin.
            context.add_callback(process.terminate)
            assert process.stdout is not None  # noqa: S101 - asked for above
            while chunk := os.read(process.stdout.fileno(), 65536):
                yield language_pb2.RunPluginResponse(stdout=chunk)
            yield language_pb2.RunPluginResponse(exitcode=process.wait())

    @contextmanager
    def _started(self, command: list[str], **options: Any) -> Iterator["subprocess.Popen[bytes]"]:
        with subprocess.Popen(command, **options) as process:
            self._running.add(process)
            try:
                yield process
            finally:
                self._running.discard(process)

    def GenerateProgram(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Write the program for what `pulumi import` took in."""
        # The rest of a second that a run does not need.
        from splitctl.sandbox.language.program import program  # noqa: PLC0415

        try:
            text = program("\n".join(request.source.values()))
        except ValueError as error:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"the sandbox cannot write this program: {error}")
            raise
        return language_pb2.GenerateProgramResponse(source={"__main__.py": text.encode()})

    def InstallDependencies(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:  # noqa: N802, ARG002
        """Do nothing but say so: `make setup` installs, from hash-pinned requirements."""
        yield language_pb2.InstallDependenciesResponse(
            stdout=b"Nothing to install: `make setup` has made the environment.\n"
        )

    def About(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Name the program's interpreter, for `pulumi about`."""
        python = self._interpreter(request, context)
        version = _told_by(python, "import platform; version = platform.python_version()", "version")
        return language_pb2.AboutResponse(executable=str(python), version=version)

    def GetProgramDependencies(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """List the distributions that the program's interpreter has, for `pulumi about`."""
        listing = "from importlib.metadata import distributions; d = {x.name: x.version for x in distributions()}"
        found = _told_by(self._interpreter(request, context), listing, "d")
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[language_pb2.DependencyInfo(name=n, version=v) for n, v in sorted(found.items())]
        )

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """End what runs, as asked."""
        self.stop()
        return empty_pb2.Empty()

    def _interpreter(self, request: Any, context: grpc.ServicerContext) -> Path:
        try:
            return interpreter(Path(request.info.root_directory), MessageToDict(request.info.options))
        except FileNotFoundError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
            raise


def _told_by(python: Path, code: str, name: str) -> Any:
    """The value that `name` has for another interpreter after `code`."""
    told = subprocess.run(
        [str(python), "-c", f"import json; {code}; print(json.dumps({name}))"], capture_output=True, check=True
    )
    return json.loads(told.stdout)
