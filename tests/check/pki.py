"""Certificates, CRLs and OCSP responses, made by the openssl command."""
import pathlib
import subprocess

CA_EXTENSIONS = """basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
"""
LEAF_EXTENSIONS = """basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
"""
CA_CONFIGURATION = """[ca]
default_ca = it
[it]
database = {folder}/index.txt
crlnumber = {folder}/crlnumber
default_md = sha256
default_crl_days = 30
crl_extensions = crl
[crl]
authorityKeyIdentifier = keyid:always
"""


def openssl(*arguments, stdin=None):
    run = subprocess.run(["openssl", *map(str, arguments)], input=stdin, capture_output=True,
                         timeout=60)
    if run.returncode != 0:
        raise RuntimeError(f"openssl {' '.join(map(str, arguments))}: {run.stderr.decode()}")
    return run.stdout


class Pki:
    """A root, an issuing CA below it, and what they issue. Everything is a file in the folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.serial = 0x1000
        self.made = []  # (serial, name, days)
        self.root = self.certificate("root", CA_EXTENSIONS, days=3650)
        self.issuing = self.certificate(
            "issuing", CA_EXTENSIONS + "authorityKeyIdentifier = keyid:always\n", signer="root",
            days=1825)

    def path(self, name):
        return self.folder / name

    def key(self, name, kind="ec"):
        path = self.path(name + ".key")
        if not path.exists():
            how = {"ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
                   "rsa1024": ["rsa", "-pkeyopt", "rsa_keygen_bits:1024"]}[kind]
            openssl("genpkey", "-algorithm", *how, "-out", path)
            path.chmod(0o600)
        return path

    def request(self, name, extensions="", subject=None, kind="ec", digest="sha256"):
        configuration = self.path(name + ".req.cnf")
        configuration.write_text("[req]\ndistinguished_name = dn\nprompt = no\n"
                                 + ("req_extensions = extensions\n" if extensions else "")
                                 + f"[dn]\nCN = {subject or name}\n[extensions]\n{extensions}")
        path = self.path(name + ".csr")
        openssl("req", "-new", "-utf8", "-key", self.key(name, kind), "-config", configuration,
                "-" + digest, "-out", path)
        return path

    def certificate(self, name, extensions, signer=None, days=90, subject=None):
        self.serial += 1
        request = self.request(name, subject=subject)
        (self.path(name + ".ext")).write_text(extensions)
        how = (["-signkey", self.key(name)] if signer is None else
               ["-CA", self.path(signer + ".pem"), "-CAkey", self.path(signer + ".key")])
        path = self.path(name + ".pem")
        openssl("x509", "-req", "-in", request, "-extfile", self.path(name + ".ext"),
                "-set_serial", self.serial, "-days", days, "-sha256", *how, "-out", path)
        self.made.append((self.serial, name))
        return path

    def leaf(self, name, more="", names=None, days=90, signer="issuing"):
        names = names or f"DNS:{name}"
        return self.certificate(name, LEAF_EXTENSIONS + f"subjectAltName = {names}\n" + more,
                                signer=signer, days=days, subject=name)

    def der(self, name):
        return openssl("x509", "-in", self.path(name + ".pem"), "-outform", "DER")

    def write_index(self, revoked=()):
        """The database of `openssl ca`, of all that was issued so far."""
        rows = []
        for serial, name in self.made:
            mark = "R" if name in revoked else "V"
            since = "200101000000Z,keyCompromise" if mark == "R" else ""
            rows.append(f"{mark}\t491231235959Z\t{since}\t{serial:X}\tunknown\t/CN={name}\n")
        self.path("index.txt").write_text("".join(rows))
        self.path("index.txt.attr").write_text("unique_subject = no\n")

    def crl(self, signer="issuing", revoked=()):
        self.write_index(revoked)
        self.path("crlnumber").write_text("10\n")
        self.path("ca.cnf").write_text(CA_CONFIGURATION.format(folder=self.folder))
        pem = openssl("ca", "-gencrl", "-config", self.path("ca.cnf"), "-cert",
                      self.path(signer + ".pem"), "-keyfile", self.path(signer + ".key"))
        return openssl("crl", "-outform", "DER", stdin=pem)

    def ocsp(self, name, signer="issuing", revoked=(), request=None):
        """An OCSP response for a certificate, or for the request of somebody."""
        self.write_index(revoked)
        asked, told = self.path("ocsp.req"), self.path(name + ".ocsp")
        ca = self.path(signer + ".pem")
        if request is None:
            openssl("ocsp", "-issuer", ca, "-cert", self.path(name + ".pem"), "-no_nonce",
                    "-reqout", asked)
        else:
            asked.write_bytes(request)
        openssl("ocsp", "-index", self.path("index.txt"), "-rsigner", ca, "-rkey",
                self.path(signer + ".key"), "-CA", ca, "-reqin", asked, "-respout", told, "-ndays",
                3)
        return told
