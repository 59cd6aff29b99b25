import { once } from 'node:events';
import { AddressInfo, createServer } from 'node:net';
import { metrics } from '@opentelemetry/api';
import { startMetrics } from './startMetrics';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function scrape(port: number): Promise<string> {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/metrics`);
      return await response.text();
    } catch {
      await new Promise(done => setTimeout(done, 20));
    }
  }
}

describe('startMetrics', () => {
  afterEach(() => metrics.disable());

  it('serves what plugins measure, on this machine alone', async () => {
    const port = await freePort();
    const started = startMetrics({
      OTEL_METRICS_EXPORTER: 'prometheus',
      OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
    });
    metrics
      .getMeter('backstage-plugin-environments')
      .createCounter('sandlot.operation.retries')
      .add(2, { 'sandlot.operation.kind': 'create' });

    expect(await scrape(port)).toContain(
      'sandlot_operation_retries_total{sandlot_operation_kind="create",otel_scope_name="backstage-plugin-environments"} 2',
    );
    await started!.stop();
  });

  it('does nothing unless it is asked to', () => {
    expect(startMetrics({})).toBeUndefined();
    expect(startMetrics({ OTEL_METRICS_EXPORTER: 'none' })).toBeUndefined();
  });

  it('says what is wrong with the variables', () => {
    expect(() => startMetrics({ OTEL_METRICS_EXPORTER: 'otlp' })).toThrow(
      "OTEL_METRICS_EXPORTER is 'otlp'",
    );
    expect(() =>
      startMetrics({
        OTEL_METRICS_EXPORTER: 'prometheus',
        OTEL_EXPORTER_PROMETHEUS_PORT: 'metrics',
      }),
    ).toThrow('expected a port from 1 to 65535');
  });
});
