"""Certificates and keys of the lab's servers, made by the openssl command when first asked for.

    keys = Keys(folder); keys.leaf("p256") gives the path of a PEM file: key, leaf, and its CA.

A folder may be shared by several runs at once: whoever comes first makes what is missing.
"""
import contextlib
import fcntl
import pathlib
import shutil
import subprocess
import threading

NAME = "lab.example"

# name: arguments that make the key.
ALGORITHMS = {
    "rsa512": ["RSA", "rsa_keygen_bits:512"],
    "rsa1024": ["RSA", "rsa_keygen_bits:1024"],
    "rsa2048": ["RSA", "rsa_keygen_bits:2048"],
    "rsa2048-other": ["RSA", "rsa_keygen_bits:2048"],
    "rsa3072": ["RSA", "rsa_keygen_bits:3072"],
    "rsapss2048": ["RSA-PSS", "rsa_keygen_bits:2048"],
    "p256": ["EC", "ec_paramgen_curve:P-256"],
    "p256-other": ["EC", "ec_paramgen_curve:P-256"],
    "p384": ["EC", "ec_paramgen_curve:P-384"],
    "p521": ["EC", "ec_paramgen_curve:P-521"],
    "brainpool256": ["EC", "ec_paramgen_curve:brainpoolP256r1"],
    "ed25519": ["ED25519"],
    "ed448": ["ED448"],
    "dsa2048": ["DSA", "dsa_paramgen_bits:2048"],
}

# What scan's JSON says of each: key, bits.
KIND = {
    "rsa512": ("RSA", 512), "rsa1024": ("RSA", 1024), "rsa2048": ("RSA", 2048), "rsa2048-other": ("RSA", 2048),
    "rsa3072": ("RSA", 3072), "rsapss2048": ("RSA-PSS", 2048), "p256": ("ECDSA", 256), "p256-other": ("ECDSA", 256),
    "p384": ("ECDSA", 384), "p521": ("ECDSA", 521), "brainpool256": ("ECDSA", 256),
    "ed25519": ("Ed25519", 256), "ed448": ("Ed448", 456), "dsa2048": ("DSA", 2048),
}

CONFIG = """[req]
distinguished_name = dn
prompt = no
[dn]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
extendedKeyUsage = serverAuth,clientAuth
subjectAltName = DNS:{name},DNS:localhost,IP:127.0.0.1
"""


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.decode('latin-1').strip()}")
    return done.stdout


class Keys:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = open(self.folder / "lock", "w", encoding="ascii")
        self._threads, self._depth = threading.RLock(), 0
        # Programs of the lab read this instead of the system's: no distribution's own defaults.
        self.neutral = self.folder / "openssl.cnf"

    @contextlib.contextmanager
    def _alone(self):
        """One thread of one process at a time; the same thread may come in again."""
        with self._threads:
            self._depth += 1
            try:
                if self._depth == 1:
                    fcntl.flock(self._lock, fcntl.LOCK_EX)
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    fcntl.flock(self._lock, fcntl.LOCK_UN)

    def path(self, name):
        return self.folder / name

    def made(self, name, make):
        """The path of a file, made by make(path) unless it is there."""
        path = self.folder / name
        if not path.exists():
            with self._alone():
                if not path.exists():
                    if not self.neutral.exists():
                        self.neutral.write_text("# no defaults\n")
                    part = path.with_name(name + ".part")
                    # What a broken run left.
                    shutil.rmtree(part, ignore_errors=True)
                    part.unlink(missing_ok=True)
                    make(part)
                    part.rename(path)
        return path

    def leaf(self, algorithm, name=NAME):
        """PEM: private key, certificate, certificate of its CA."""
        ca = self._ca("ec" if algorithm[:2] in ("p2", "p3", "p5", "ed", "br") else "rsa")

        def make(path):
            key = self._key(algorithm, path)
            config = path.with_suffix(".cnf")
            config.write_text(CONFIG.format(name=name))
            leaf = run("openssl", "req", "-x509", "-new", "-key", key, "-subj", f"/O=Lab/OU={algorithm}/CN={name}", "-days", "825",
                       "-CA", ca, "-CAkey", ca, "-config", config, "-extensions", "leaf", "-sha256")
            path.write_bytes(key.read_bytes() + leaf + _certificates(ca))
            key.unlink()
            config.unlink()
        return self.made(f"{algorithm}-{name}.pem", make)

    def bundle(self, algorithm, name=NAME):
        """(key file, chain file, CA file) for programs that want them apart."""
        pem = self.leaf(algorithm, name)
        key = self.made(pem.stem + ".key", lambda path: path.write_bytes(_part(pem.read_bytes(), b"PRIVATE KEY")))
        chain = self.made(pem.stem + ".crt", lambda path: path.write_bytes(_certificates(pem)))
        return key, chain, self.ca_file("ec" if algorithm[:2] in ("p2", "p3", "p5", "ed", "br") else "rsa")

    def ca_file(self, kind):
        ca = self._ca(kind)
        return self.made(f"ca-{kind}.crt", lambda path: path.write_bytes(_certificates(ca)))

    def _ca(self, kind):
        def make(path):
            key = self._key("p256" if kind == "ec" else "rsa2048", path)
            config = path.with_suffix(".cnf")
            config.write_text(CONFIG.format(name=NAME))
            root = run("openssl", "req", "-x509", "-new", "-key", key, "-subj", f"/O=Lab/CN=Lab Root {kind.upper()}",
                       "-days", "3650", "-config", config, "-extensions", "ca", "-sha256")
            path.write_bytes(key.read_bytes() + root)
            key.unlink()
            config.unlink()
        return self.made(f"ca-{kind}.pem", make)

    def _key(self, algorithm, near):
        kind, *options = ALGORITHMS[algorithm]
        key = near.with_suffix(".newkey")
        extra = [part for option in options for part in ("-pkeyopt", option)]
        if kind == "DSA":
            parameters = near.with_suffix(".parameters")
            run("openssl", "genpkey", "-genparam", "-algorithm", "DSA", *extra, "-out", parameters)
            run("openssl", "genpkey", "-paramfile", parameters, "-out", key)
            parameters.unlink()
        else:
            run("openssl", "genpkey", "-algorithm", kind, *extra, "-out", key)
        return key

    def dh_parameters(self, what):
        """PEM of DH parameters: a number of bits (made here) or the name of an ffdhe group."""
        def make(path):
            if str(what).isdigit():
                run("openssl", "dhparam", "-dsaparam" if int(what) > 1024 else "-2", "-out", path, what)
            else:
                run("openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", f"group:{what}", "-out", path)
        return self.made(f"dh-{what}.pem", make)

    def ocsp_response(self, algorithm):
        """DER: "good" for the leaf, signed by its CA."""
        key, chain, ca = self.bundle(algorithm)
        ca_key = self._ca("ec" if algorithm[:2] in ("p2", "p3", "p5", "ed", "br") else "rsa")

        def make(path):
            serial = run("openssl", "x509", "-in", chain, "-noout", "-serial").decode().strip().split("=")[1]
            index = path.with_suffix(".index")
            index.write_text(f"V\t991231235959Z\t\t{serial}\tunknown\t/O=Lab/OU={algorithm}/CN={NAME}\n")
            run("openssl", "ocsp", "-index", index, "-CA", ca, "-rsigner", ca_key, "-issuer", ca, "-cert", chain,
                "-ndays", "7", "-respout", path, "-noverify")
            index.unlink()
        return self.made(f"{algorithm}.ocsp", make)


def _part(pem, word):
    """The first block whose label ends in `word`."""
    begin = pem.index(b"-----BEGIN")
    while word not in pem[begin:pem.index(b"\n", begin)]:
        begin = pem.index(b"-----BEGIN", begin + 1)
    end = pem.index(b"-----END", begin)
    return pem[begin:pem.index(b"-----", end + 8) + 5] + b"\n"


def _certificates(path):
    pem = path.read_bytes()
    return pem[pem.index(b"-----BEGIN CERTIFICATE"):]
