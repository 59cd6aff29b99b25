import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiRouter } from '@backstage/backend-openapi-utils';
import { AuditExportQuery } from '@sandlot/plugin-environments-common';
import { Request } from 'express';
import { AuditExports } from '../audit/export/AuditExports';
import { AuditReports } from '../audit/report/AuditReports';
import { AuditSinks } from '../audit/sinks/AuditSinks';
import { spec } from '../schema/openapi.generated';
import { Caller } from '../service/Caller';

/** The log on its way out. */
export function auditExportRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    exports: AuditExports;
    sinks: AuditSinks;
    reports: AuditReports;
    // The typed requests of the OpenAPI router differ in their parameters only.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    callerOf: (req: Request<any, any, any, any>) => Promise<Caller>;
  },
): void {
  const { exports, sinks, reports, callerOf } = options;

  router.get('/audit/export', async (req, res) => {
    const { contentType, fileName, text } = await exports.export(
      await callerOf(req),
      req.query as AuditExportQuery,
    );
    res.attachment(fileName).type(contentType).set('Cache-Control', 'no-store');
    // What breaks off has no trailer, and whoever verifies it is told.
    await pipeline(Readable.from(text), res);
  });

  router.get('/audit/report', async (req, res) => {
    res.json(await reports.report(await callerOf(req), req.query));
  });

  router.post('/audit/sinks/:sinkId/resume', async (req, res) => {
    res.json(
      await sinks.resume(
        await callerOf(req),
        req.params.sinkId,
        req.body.reason,
      ),
    );
  });
}
