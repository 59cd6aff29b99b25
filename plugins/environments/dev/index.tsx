/**
 * The pages over a backend in memory: what is asked for is made before one's
 * eyes, an environment called `broken` fails, and rollouts go on.
 */
// This is an app, though a small one.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { createRoot } from 'react-dom/client';
import environmentsPlugin, { environmentsApiRef } from '../src';
import { isChanging } from '../src/format/phase';
import { addApprovals } from './addApprovals';
import { addAuditRecords } from './addAuditRecords';
import { addLifecycle, addStanding } from './addLifecycle';
import { advanceRollouts } from './advanceRollouts';
import { DevEnvironmentsApi } from './DevEnvironmentsApi';
import { signedIn } from './signedIn';

const STEP_MS = 1_500;

const api = new DevEnvironmentsApi();

api.addBehind('harbor-late');
const { id: drifted } = api.addBehind('harbor-drifted');
api.addDrift(drifted);
api.holdEnvironment(drifted, { reason: 'A demo on Friday needs it as it is.' });

addLifecycle(api);
addApprovals(api);
addAuditRecords(api);
const standing: string[] = [];
addStanding(api).then(ids => standing.push(...ids));

setInterval(() => {
  for (const { id, name, phase } of api.environments) {
    if (standing.includes(id)) {
      continue;
    }
    if (phase === 'Provisioning' && name === 'broken') {
      api.advance(id);
      api.fail(id);
    } else if (isChanging(phase)) {
      api.advance(id);
    }
  }
  advanceRollouts(api);
}, STEP_MS);

const fakeBackend = createFrontendModule({
  pluginId: 'environments',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: environmentsApiRef,
          deps: {},
          factory: () => api,
        }),
    }),
  ],
});

const app = createApp({
  features: [environmentsPlugin, catalogPlugin, fakeBackend, signedIn],
});

createRoot(document.getElementById('root')!).render(app.createRoot());
