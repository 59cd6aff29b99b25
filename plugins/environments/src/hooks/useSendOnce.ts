import { useRef } from 'react';
import { newRequestKey } from '../create/random';

/**
 * Sends requests with an idempotency key. The same request keeps its key until
 * it is answered well, so that an answer that got lost does nothing twice;
 * another request gets another key, and so does the same one after its answer.
 * A dialog that is opened anew begins anew.
 */
export function useSendOnce() {
  const last = useRef({ request: '', key: '' });
  return async function sendOnce<T>(
    request: object,
    send: (idempotencyKey: string) => Promise<T>,
  ): Promise<T> {
    const text = JSON.stringify(request);
    if (last.current.request !== text) {
      last.current = { request: text, key: newRequestKey() };
    }
    const answer = await send(last.current.key);
    last.current = { request: '', key: '' };
    return answer;
  };
}
