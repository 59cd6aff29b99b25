import { ApiRouter } from '@backstage/backend-openapi-utils';
import {
  AuditCriteria,
  AuditFilter,
} from '@sandlot/plugin-environments-common';
import { Request } from 'express';
import { spec } from '../schema/openapi.generated';
import { AuditService } from '../service/AuditService';
import { Caller } from '../service/Caller';

/** Reading the log, one's views of it, and erasing people from it. */
export function auditRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    audit: AuditService;
    // The typed requests of the OpenAPI router differ in their parameters only.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    callerOf: (req: Request<any, any, any, any>) => Promise<Caller>;
  },
): void {
  const { audit, callerOf } = options;

  router.get('/audit/records', async (req, res) => {
    res.json(await audit.list(await callerOf(req), req.query as AuditFilter));
  });

  router.get('/audit/records/:eventId', async (req, res) => {
    res.json(await audit.get(await callerOf(req), req.params.eventId));
  });

  router.get('/audit/summary', async (req, res) => {
    res.json(
      await audit.summarize(await callerOf(req), req.query as AuditCriteria),
    );
  });

  router.get('/audit/views', async (req, res) => {
    res.json({ items: await audit.listViews(await callerOf(req)) });
  });

  router.post('/audit/views', async (req, res) => {
    res.json(await audit.saveView(await callerOf(req), req.body));
  });

  router.delete('/audit/views/:viewId', async (req, res) => {
    await audit.removeView(await callerOf(req), req.params.viewId);
    res.status(204).end();
  });

  router.post('/audit/erasure-previews', async (req, res) => {
    res.json(await audit.previewErasure(await callerOf(req), req.body));
  });

  router.post('/audit/erasures', async (req, res) => {
    res.json(await audit.erase(await callerOf(req), req.body));
  });
}
