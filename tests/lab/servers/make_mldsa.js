// A self-signed ML-DSA certificate: make_mldsa.js ALGORITHM NAME > PEM of key and certificate.
'use strict';
const crypto = require('node:crypto');

const OIDS = { 'ml-dsa-44': 17, 'ml-dsa-65': 18, 'ml-dsa-87': 19 };
const [algorithm, name] = process.argv.slice(2);

function der(tag, ...parts) {
  const body = Buffer.concat(parts.map((p) => (Buffer.isBuffer(p) ? p : Buffer.from(p))));
  const size = body.length < 128 ? [body.length]
    : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
const sequence = (...parts) => der(0x30, ...parts);
const identifier = sequence(der(0x06, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, OIDS[algorithm]]));
const subject = sequence(der(0x31, sequence(der(0x06, [0x55, 4, 3]), der(0x0c, Buffer.from(name)))));
const time = (when) => der(0x17, Buffer.from(when.toISOString().replace(/[-:T]/g, '').slice(2, 14) + 'Z'));
const alternative = sequence(der(0x06, [0x55, 0x1d, 0x11]), der(0x04, sequence(der(0x82, Buffer.from(name)))));

const { publicKey, privateKey } = crypto.generateKeyPairSync(algorithm);
const now = Date.now();
const toBeSigned = sequence(
  der(0xa0, der(0x02, [2])), der(0x02, Buffer.concat([Buffer.from([1]), crypto.randomBytes(15)])), identifier, subject,
  sequence(time(new Date(now - 3600e3)), time(new Date(now + 300 * 86400e3))), subject,
  publicKey.export({ type: 'spki', format: 'der' }), der(0xa3, sequence(alternative)));
const signature = crypto.sign(null, toBeSigned, privateKey);
const certificate = sequence(toBeSigned, identifier, der(0x03, [0], signature));
process.stdout.write(privateKey.export({ type: 'pkcs8', format: 'pem' }));
process.stdout.write('-----BEGIN CERTIFICATE-----\n' + certificate.toString('base64').replace(/.{1,64}/g, '$&\n') +
  '-----END CERTIFICATE-----\n');
