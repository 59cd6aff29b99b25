import { Dispatcher } from 'undici';
import { Fence } from './Cluster';

/**
 * The same dispatcher, with a last look before a request is written to its socket:
 * it may have waited for a connection, or the whole process may have stood still.
 */
export function behindFence(dispatcher: Dispatcher, fence: Fence): Dispatcher {
  return dispatcher.compose(
    dispatch => (options, handler) =>
      dispatch(options, {
        onRequestStart(...start) {
          fence();
          handler.onRequestStart?.(...start);
        },
        onRequestUpgrade: (...upgrade) =>
          handler.onRequestUpgrade?.(...upgrade),
        onResponseStart: (...start) => handler.onResponseStart?.(...start),
        onResponseData: (...data) => handler.onResponseData?.(...data),
        onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
        onResponseError: (...error) => handler.onResponseError?.(...error),
      }),
  );
}
