"""A small test PKI made with openssl: root -> intermediate -> leaves."""
import shutil
import subprocess
from pathlib import Path

CONFIG = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
authorityInfoAccess = OCSP;URI:http://ocsp.example.com,caIssuers;URI:http://ca.example.com/issuing.der
subjectAltName = ${ENV::SAN}
[client]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = email:alice@example.com
"""

# name of the files, common name, kind of key
SERVERS = [
    ("www", "www.example.com", "rsa"),
    ("shop", "shop.example.com", "ec"),
    ("api", "api.example.com", "ec"),
    ("mail", "mail.example.com", "rsa"),
    ("db", "db.example.com", "ec"),
    ("legacy", "legacy.example.com", "rsa"),
]
LEAF_DAYS, CA_DAYS = "90", "3650"
ORGANISATION = "/C=SE/O=Example Test PKI"


class Pki:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        (self.folder / "pki.cnf").write_text(CONFIG)
        self._root()
        self._signed("issuing", f"{ORGANISATION}/CN=Example Issuing CA", "rsa", "intermediate",
                     "root", CA_DAYS)
        for name, host, kind in SERVERS:
            self._signed(name, f"/C=SE/O=Example/CN={host}", kind, "server", "issuing", LEAF_DAYS,
                         san=f"DNS:{host}")
            self._chain(name)
        self._signed("alice", "/C=SE/O=Example/CN=Alice Client", "ec", "client", "issuing",
                     LEAF_DAYS)
        self._chain("alice")

    def __getattr__(self, name):
        """pki.www_key, pki.www_chain ... are paths of files."""
        stem, _, part = name.rpartition("_")
        return str(self.folder / f"{stem}.{part}.pem")

    def file(self, name):
        return str(self.folder / name)

    def publish(self, folder):
        """The public half goes beside the captures; keys are thrown away."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ["root", "issuing", "alice", *(s[0] for s in SERVERS)]:
            shutil.copyfile(self.file(f"{name}.cert.pem"), folder / f"{name}.pem")

    def ocsp_response(self, name):
        """A 'good' answer of the issuing CA for the leaf, as DER."""
        out = self.file(f"{name}.ocsp.der")
        self._openssl("ocsp", "-issuer", self.issuing_cert, "-cert", self.file(f"{name}.cert.pem"),
                      "-no_nonce", "-reqout", self.file("ocsp.req"))
        serial = self._openssl("x509", "-in", self.file(f"{name}.cert.pem"), "-noout",
                               "-serial").split("=")[1].strip()
        Path(self.file("index.txt")).write_text(
            f"V\t491231235959Z\t\t{serial}\tunknown\t/CN={name}\n")
        self._openssl("ocsp", "-index", self.file("index.txt"), "-rsigner", self.issuing_cert,
                      "-rkey", self.issuing_key, "-CA", self.issuing_cert, "-reqin",
                      self.file("ocsp.req"), "-respout", out, "-ndays", "7", "-resp_no_certs")
        return out

    def _openssl(self, *arguments, san="DNS:unused"):
        done = subprocess.run(["openssl", *arguments], capture_output=True, text=True,
                              cwd=self.folder, env={"PATH": "/usr/bin:/bin", "SAN": san})
        if done.returncode:
            raise RuntimeError(f"openssl {arguments[0]}: {done.stderr}")
        return done.stdout

    def _key(self, name, kind):
        how = (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"] if kind == "rsa" else
               ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"])
        self._openssl("genpkey", *how, "-out", f"{name}.key.pem")

    def _root(self):
        self._key("root", "rsa")
        self._openssl("req", "-x509", "-new", "-config", "pki.cnf", "-extensions", "root", "-key",
                      "root.key.pem", "-sha256", "-days", CA_DAYS, "-subj",
                      f"{ORGANISATION}/CN=Example Root CA", "-out", "root.cert.pem")

    def _signed(self, name, subject, kind, extensions, issuer, days, san="DNS:unused"):
        self._key(name, kind)
        self._openssl("req", "-new", "-config", "pki.cnf", "-key", f"{name}.key.pem", "-subj",
                      subject, "-out", f"{name}.csr", san=san)
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}.cert.pem", "-CAkey",
                      f"{issuer}.key.pem", "-sha256", "-days", days, "-extfile", "pki.cnf",
                      "-extensions", extensions, "-out", f"{name}.cert.pem", san=san)

    def _chain(self, name):
        """Leaf, intermediate and root; and the same without the root."""
        parts = [Path(self.file(f"{n}.cert.pem")).read_text() for n in (name, "issuing", "root")]
        Path(self.file(f"{name}.chain.pem")).write_text("".join(parts[:2]))
        Path(self.file(f"{name}.full.pem")).write_text("".join(parts))
