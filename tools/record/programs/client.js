// node client.js PORT NAME CA KEYLOG OPTIONS(JSON): one request, then one JSON line.
const tls = require('tls');
const fs = require('fs');
const [port, name, ca, keys, more] = process.argv.slice(2);
const socket = tls.connect(Object.assign({ port: Number(port), host: '127.0.0.1',
  servername: name, ca: fs.readFileSync(ca) }, JSON.parse(more)), () => {
  const key = socket.getEphemeralKeyInfo() || {};
  console.log(JSON.stringify({ client_port: socket.localPort, version: socket.getProtocol(),
    suite: socket.getCipher().standardName, alpn: socket.alpnProtocol || '',
    resumed: socket.isSessionReused(), leaf_subject_cn: socket.getPeerCertificate().subject.CN,
    group: key.name || key.type || null }));
  socket.write('GET / HTTP/1.1\r\nHost: ' + name + '\r\nConnection: close\r\n\r\n');
});
socket.on('keylog', (line) => fs.appendFileSync(keys, line));
socket.on('data', () => {});
socket.on('error', (error) => console.log(JSON.stringify({ error: error.code })));
