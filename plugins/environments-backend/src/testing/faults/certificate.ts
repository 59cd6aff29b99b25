import { generate } from 'selfsigned';

interface Certificate {
  key: string;
  certificate: string;
}

let made: Certificate | undefined;

/** For 127.0.0.1, signed by itself and made once for each process. PEM. */
export function proxyCertificate(): Certificate {
  made ??= makeCertificate();
  return made;
}

function makeCertificate(): Certificate {
  const { private: key, cert } = generate(
    [{ name: 'commonName', value: 'Sandlot fault proxy' }],
    {
      days: 2,
      keySize: 2048,
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    },
  );
  return { key, certificate: cert };
}
