import { Stages } from './Stages';

describe('Stages', () => {
  function createStages(isTTY: boolean, env: NodeJS.ProcessEnv) {
    const written: string[] = [];
    const output = {
      isTTY,
      write: (text: string) => written.push(text),
    };
    return { stages: new Stages(output, env), written };
  }

  it('gives each stage one line in a log', async () => {
    const { stages, written } = createStages(true, { CI: 'true' });
    const result = await stages.run('Packages', async ({ note }) => {
      note('unchanged');
      return 42;
    });
    await expect(
      stages.run('Portal', async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');

    expect(result).toBe(42);
    expect(written).toEqual([
      expect.stringMatching(/✓.* Packages .*unchanged, \d+\.\d s.*\n$/),
      expect.stringMatching(/✗.* Portal .*\n$/),
    ]);
  });

  it('clears its live line on a terminal before others are written', async () => {
    const { stages, written } = createStages(true, {});
    await stages.run('Packages', async () => {
      stages.line('a warning');
    });
    const clear = '\r\x1b[K';
    const [cleared, line, redrawn] = written;
    expect([cleared, line]).toEqual([clear, 'a warning\n']);
    expect(redrawn).toContain('… Packages');
    expect(written.at(-2)).toBe(clear);
    expect(written.at(-1)).toMatch(/✓.* Packages .*\n$/);
  });
});
