import { isLoopback } from './isLoopback';

describe('isLoopback', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '127.8.9.1',
    '[::1]',
    '::1',
    '::ffff:127.0.0.1',
  ])('knows %s as this machine', host => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([
    '',
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '::ffff:10.0.0.1',
    'localhost.example.com',
    '127.0.0.1.example.com',
  ])('does not take %p for it', host => {
    expect(isLoopback(host)).toBe(false);
  });
});
