/**
 * The pages over a backend in memory: what is asked for is made before one's
 * eyes, and an environment called `broken` fails.
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
import { FakeEnvironmentsApi } from '../src/__testUtils__/FakeEnvironmentsApi';
import { signedIn } from './signedIn';

const STEP_MS = 1_500;

const api = new FakeEnvironmentsApi();
for (const name of ['harbor-api', 'harbor-db', 'harbor-old']) {
  const { id } = api.add({ name });
  while (api.advance(id).phase === 'Provisioning');
}
api.fail(api.advance(api.add({ name: 'harbor-broken' }).id).id);

setInterval(() => {
  for (const { id, name, phase } of api.environments) {
    if (phase === 'Provisioning' && name === 'broken') {
      api.advance(id);
      api.fail(id);
    } else if (phase === 'Provisioning' || phase === 'Deleting') {
      api.advance(id);
    }
  }
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
