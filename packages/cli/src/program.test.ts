import { EXIT } from './audit/exitCodes';
import { createProgram } from './program';

describe('createProgram', () => {
  function parse(...args: string[]): Promise<string> {
    const program = createProgram();
    let output = '';
    const write = (text: string) => {
      output += text;
    };
    const parts = program.commands.flatMap(({ commands }) => commands);
    for (const command of [program, ...program.commands, ...parts]) {
      command
        .exitOverride()
        .configureOutput({ writeErr: write, writeOut: write });
    }
    return program
      .parseAsync(['node', 'sandlot', ...args])
      .then(() => output)
      .catch(() => output);
  }

  it('lists the commands', async () => {
    const help = await parse('--help');
    for (const name of [
      'start',
      'dev',
      'test',
      'bench',
      'generate',
      'login',
      'logout',
      'kube-token',
      'cluster',
      'template',
      'audit',
    ]) {
      expect(help).toContain(`  ${name}`);
    }
  });

  it('says what the exit codes of audit verify mean, with a key and without', async () => {
    const help = await parse('audit', 'verify', '--help');
    expect(help).toContain('  0  no problem. With --key: proven');
    expect(help).toContain('Without --key only that the file agrees with');
    Object.entries(EXIT).forEach(([name, code]) =>
      expect(help).toMatch(
        code < 2
          ? new RegExp(`^  ${code}  `, 'm')
          : new RegExp(`^  ${code}  ${name}: `, 'm'),
      ),
    );
  });

  it('refuses sizes and parts of the bench that are none', async () => {
    await expect(parse('bench', '--rows', '1000,many')).resolves.toContain(
      'A count is a whole number from 1 on',
    );
    await expect(parse('bench', '--only', 'nothing')).resolves.toContain(
      'Allowed choices are portal, sealing, queries, verification',
    );
  });

  it.each(['abc', '0', '70000', '1.5'])('refuses the port %s', async port => {
    await expect(parse('start', '--port', port)).resolves.toContain(
      'A port is a number from 1 to 65535',
    );
  });

  it('refuses what it does not know', async () => {
    await expect(parse('strat')).resolves.toContain("unknown command 'strat'");
    await expect(parse('start', '--prot', '1')).resolves.toContain(
      "unknown option '--prot'",
    );
  });
});
