import {
  chmod,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** One person's login to one portal. All of it but the id is secret. */
export interface Login {
  clientId: string;
  accessToken: string;
  /** ISO 8601. */
  expiresAt: string;
  /** Absent where the portal gives none. */
  refreshToken?: string;
}

const LOCK_TRIES_EVERY_MS = 50;
/** Longer than anybody holds it who lives. */
const LOCK_STALE_MS = 30_000;

/** Logins by portal, in a file that only its owner can read. */
export class LoginFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  static forUser(env: NodeJS.ProcessEnv): LoginFile {
    const folder = env.XDG_CONFIG_HOME || join(homedir(), '.config');
    return new LoginFile(
      env.SANDLOT_LOGIN_FILE || join(folder, 'sandlot', 'login.json'),
    );
  }

  async read(): Promise<Record<string, Login>> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      // What is in it is not said: it holds secrets.
      throw new Error(
        `${
          this.#file
        } can't be read as a login file: delete it and run sandlot login again`,
      );
    }
  }

  /**
   * Changes the login to one portal while no other process does: a refresh token is
   * good once.
   *
   * @param change - returns the login as it is to be, undefined for none
   */
  async change(
    portal: string,
    change: (login: Login | undefined) => Promise<Login | undefined>,
  ): Promise<Login | undefined> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const lock = `${this.#file}.lock`;
    await take(lock);
    try {
      const logins = await this.read();
      const login = await change(logins[portal]);
      const { [portal]: _, ...others } = logins;
      await this.#write(login ? { ...others, [portal]: login } : others);
      return login;
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }

  async #write(logins: Record<string, Login>): Promise<void> {
    const draft = `${this.#file}.new`;
    await rm(draft, { force: true });
    await writeFile(draft, `${JSON.stringify(logins, null, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    await chmod(draft, 0o600);
    await rename(draft, this.#file);
  }
}

async function take(lock: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const held = await stat(lock).catch(() => undefined);
    if (held && Date.now() - held.mtimeMs > LOCK_STALE_MS) {
      await rm(lock, { recursive: true, force: true });
    }
    await wait(LOCK_TRIES_EVERY_MS);
  }
}
