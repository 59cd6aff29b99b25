import { sourceAddress } from './sourceAddress';

describe('sourceAddress', () => {
  it('leads to the web and nowhere else', () => {
    expect(sourceAddress('url:https://git.example/a.yaml')).toBe(
      'https://git.example/a.yaml',
    );
    expect(sourceAddress('http://git.example/')).toBe('http://git.example/');
    expect(sourceAddress('file:/srv/a.yaml')).toBeUndefined();
    expect(sourceAddress('url:javascript:alert(1)')).toBeUndefined();
  });
});
