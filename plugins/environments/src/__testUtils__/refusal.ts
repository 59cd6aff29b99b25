import { ResponseError } from '@backstage/errors';

/** The error that the client throws when the server refuses. */
export async function refusal(
  statusCode: number,
  name: string,
  message: string,
): Promise<ResponseError> {
  const body = JSON.stringify({
    error: { name, message },
    request: {},
    response: { statusCode },
  });
  const response = {
    ok: false,
    status: statusCode,
    statusText: name,
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () => body,
  };
  return ResponseError.fromResponse(
    response as unknown as Parameters<typeof ResponseError.fromResponse>[0],
  );
}
