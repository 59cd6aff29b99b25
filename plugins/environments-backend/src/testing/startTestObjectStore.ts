import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { serve } from './startTestWitness';

export const TEST_CREDENTIALS = {
  accessKeyId: 'test-access-key',
  secretAccessKey: 'test-secret-key',
};

/** As much of the API of S3 as keeping checkpoints takes, with the checks that matter. */
export async function startTestObjectStore(bucket: string) {
  const objects = new Map<string, { body: string; retainUntil?: string }>();
  const server = await serve(async (req, body) => {
    const url = new URL(req.url!, server.url);
    const headers = req.headers as Record<string, string>;
    const { headers: expected } = await new AwsV4Signer({
      ...TEST_CREDENTIALS,
      service: 's3',
      region: 'test-1',
      method: req.method,
      url: String(url),
      datetime: headers['x-amz-date'],
      headers: Object.fromEntries(
        /SignedHeaders=([^,]*)/
          .exec(headers.authorization ?? '')![1]
          .split(';')
          .filter(name => name !== 'host')
          .map(name => [name, headers[name]]),
      ),
    }).sign();
    if (expected.get('authorization') !== headers.authorization) {
      return { status: 403, body: '<Message>Wrong signature</Message>' };
    }
    const digest = createHash('sha256').update(body);
    if (headers['x-amz-content-sha256'] !== digest.digest('hex')) {
      return { status: 400, body: '<Message>Wrong digest</Message>' };
    }
    const key = decodeURIComponent(url.pathname.slice(bucket.length + 2));
    if (!url.pathname.startsWith(`/${bucket}`)) return { status: 404 };
    if (req.method === 'PUT') {
      if (headers['if-none-match'] === '*' && objects.has(key)) {
        return { status: 412 };
      }
      const retainUntil = headers['x-amz-object-lock-retain-until-date'];
      const isLocked = headers['x-amz-object-lock-mode'] === 'COMPLIANCE';
      if (isLocked && !headers['x-amz-checksum-sha256']) {
        return { status: 400, body: '<Message>Checksum missing</Message>' };
      }
      objects.set(key, { body, ...(isLocked && { retainUntil }) });
      return { status: 200 };
    }
    if (key) {
      const object = objects.get(key);
      return object ? { status: 200, body: object.body } : { status: 404 };
    }
    const after = url.searchParams.get('start-after') ?? '';
    const keys = [...objects.keys()]
      .filter(one => one.startsWith(url.searchParams.get('prefix') ?? ''))
      .filter(one => one > after)
      .sort();
    // Two a page, so that pages are gone through.
    return {
      status: 200,
      body: [
        '<ListBucketResult>',
        `<IsTruncated>${keys.length > 2}</IsTruncated>`,
        ...keys
          .slice(0, 2)
          .map(one => `<Contents><Key>${one}</Key></Contents>`),
        '</ListBucketResult>',
      ].join(''),
    };
  });
  return { ...server, objects };
}
