import { createBackend } from '@backstage/backend-defaults';
import { startMetrics } from './startMetrics';

startMetrics(process.env);

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('./auth'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@sandlot/plugin-permission-backend-module-environments'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@sandlot/plugin-catalog-backend-module-environments'));

backend.add(import('@sandlot/plugin-environments-backend'));

// Left alone, a backend of which one part did not start goes on with the rest.
backend.start().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
