import { LoggerService } from '@backstage/backend-plugin-api';
import { ModelWorker } from './ModelWorker';

/** Hears of what the engine did not expect, unless that is our doing. */
export function listeningLogger(faults: string[]): LoggerService {
  const logger: LoggerService = {
    error(message) {
      const isOurs =
        ModelWorker.current?.isDead ||
        String(message).includes('The database is away');
      if (!isOurs) faults.push(String(message));
    },
    warn(message) {
      // That most are gone at once is our doing as well.
      const isOurs = String(message).startsWith('The catalog is not believed');
      if (!isOurs) faults.push(String(message));
    },
    info() {},
    debug() {},
    child: () => logger,
  };
  return logger;
}
