// An HTTPS server that tells, as one JSON line per handshake, what it negotiated.
// node server.js PORT KEY CHAIN OPTIONS(JSON)
const https = require('https');
const fs = require('fs');
const [port, key, cert, more] = process.argv.slice(2);
const options = Object.assign({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) },
                              JSON.parse(more));
const server = https.createServer(options, (request, response) => {
  response.setHeader('connection', 'close');
  response.end('hello from node\n');
});
const tell = (facts) => console.log(JSON.stringify(facts));
server.on('secureConnection', (socket) => tell({
  client_port: socket.remotePort, sni: socket.servername || '', version: socket.getProtocol(),
  suite: socket.getCipher().standardName, alpn: socket.alpnProtocol || '',
  resumed: socket.isSessionReused() }));
server.listen(Number(port));
