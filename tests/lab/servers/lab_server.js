// A TLS server by Node: lab_server.js PORT OPTIONS (JSON: what tls.createServer takes; key and cert
// are paths of PEM files, or lists of them).
'use strict';
const fs = require('node:fs');
const tls = require('node:tls');

const options = JSON.parse(process.argv[3]);
for (const name of ['key', 'cert', 'ca']) {
  if (options[name]) options[name] = [].concat(options[name]).map((path) => fs.readFileSync(path));
}
const server = tls.createServer(options, (socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.end('hello\n'));
});
server.on('tlsClientError', () => {});
server.listen(Number(process.argv[2]), '127.0.0.1');
