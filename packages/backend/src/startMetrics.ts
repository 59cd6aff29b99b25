import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

const DEFAULT_PORT = 9464;

/**
 * Serves the metrics of all plugins for Prometheus, if OpenTelemetry's own
 * environment variables ask for it: `OTEL_METRICS_EXPORTER=prometheus`, and for
 * another place than port 9464 of this machine `OTEL_EXPORTER_PROMETHEUS_HOST` and
 * `OTEL_EXPORTER_PROMETHEUS_PORT`. To be called before there are plugins: a meter
 * that was asked for earlier measures nothing.
 *
 * @returns what ends it; undefined if nobody asked
 * @throws Error when the variables say something else
 */
export function startMetrics(
  env: NodeJS.ProcessEnv,
): { stop(): Promise<void> } | undefined {
  const exporter = env.OTEL_METRICS_EXPORTER ?? 'none';
  if (exporter === 'none') return undefined;
  if (exporter !== 'prometheus') {
    throw new Error(
      `OTEL_METRICS_EXPORTER is '${exporter}'; this backend knows 'prometheus' and 'none'. For others change startMetrics.ts in packages/backend`,
    );
  }
  const host = env.OTEL_EXPORTER_PROMETHEUS_HOST || '127.0.0.1';
  const port = readPort(env.OTEL_EXPORTER_PROMETHEUS_PORT);
  const provider = new MeterProvider({
    readers: [
      new PrometheusExporter({ host, port }, error => {
        if (!error) return;
        // The portal works without.
        process.stderr.write(
          `Metrics can't be served on ${host}:${port}: ${error.message}. Set OTEL_EXPORTER_PROMETHEUS_PORT to a free port\n`,
        );
      }),
    ],
  });
  metrics.setGlobalMeterProvider(provider);
  return { stop: () => provider.shutdown() };
}

function readPort(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(
      `OTEL_EXPORTER_PROMETHEUS_PORT is '${text}', expected a port from 1 to 65535`,
    );
  }
  return port;
}
