import { Scenario } from './Scenario';
import { auditRefused } from './auditRefused';
import { frozenWorkers } from './frozenWorkers';
import { postgresCrashes } from './postgresCrashes';
import { silentConnection } from './silentConnection';
import { staleLists } from './staleLists';
import { stuckTerminating } from './stuckTerminating';
import { takeover } from './takeover';
import { tooManyRequests } from './tooManyRequests';
import { wrongClocks } from './wrongClocks';

/** In the order in which they run. */
export const scenarios: Scenario[] = [
  postgresCrashes,
  tooManyRequests,
  silentConnection,
  takeover,
  frozenWorkers,
  wrongClocks,
  stuckTerminating,
  auditRefused,
  staleLists,
];
