import { createServer, type Server } from 'node:net';
import { choosePort } from './choosePort';
import { findPort, isPortFree } from './findPort';

describe('choosePort', () => {
  let server: Server;
  let taken: number;

  beforeAll(async () => {
    server = createServer();
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    taken = (server.address() as { port: number }).port;
  });

  afterAll(async () => {
    await new Promise(resolve => server.close(resolve));
  });

  it('takes the port that was asked for, if it is free', async () => {
    const free = await findPort();
    const say = jest.fn();
    await expect(choosePort(free, say)).resolves.toBe(free);
    expect(say).not.toHaveBeenCalled();
  });

  it('names who has the port that was asked for', async () => {
    const error = await choosePort(taken, jest.fn()).catch(e => e);
    expect(error.message).toContain(`Port ${taken} is taken`);
    expect(error.message).toContain('--port');
    // Only Linux tells who it is.
    expect(error.message.includes(`(process ${process.pid})`)).toBe(
      process.platform === 'linux',
    );
  });

  it('goes on from a taken default and says so', async () => {
    const say = jest.fn();
    const port = await choosePort(undefined, say, taken);
    expect(port).toBeGreaterThan(taken);
    expect(await isPortFree(port)).toBe(true);
    expect(say).toHaveBeenCalledWith(
      expect.stringContaining(`the portal uses ${port}`),
    );
  });
});

describe('findPort', () => {
  it('keeps the preferred port only while it is free', async () => {
    const free = await findPort();
    await expect(findPort(free)).resolves.toBe(free);
    const server = createServer();
    await new Promise<void>(resolve =>
      server.listen(free, '127.0.0.1', () => resolve()),
    );
    await expect(findPort(free)).resolves.not.toBe(free);
    await new Promise(resolve => server.close(resolve));
  });
});
