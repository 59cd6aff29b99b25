import { refusal } from '../__testUtils__/refusal';
import { errorCode } from './error';

describe('errorCode', () => {
  it('is what the log of the server has an internal error by', async () => {
    const message = 'An internal error occurred logId=0a1b2c3d4e';
    expect(errorCode(await refusal(500, 'Error', message))).toBe('0a1b2c3d4e');
  });

  it('is the kind of the error where the server named no other', async () => {
    expect(errorCode(await refusal(404, 'NotFoundError', 'Not here'))).toBe(
      'NotFoundError 404',
    );
  });

  it('is none where nobody answered', () => {
    expect(errorCode(new TypeError('Failed to fetch'))).toBeUndefined();
  });
});
