import type { Page } from '@playwright/test';

/**
 * Shows an environment as it was while it was being made, for as long as one
 * wants to look: the real one is Ready too soon. The stages are its own.
 */
export async function holdPhase(
  page: Page,
  id: string,
  phase: 'Provisioning',
): Promise<void> {
  await page.route(`**/api/environments/environments/${id}`, async route => {
    const response = await route.fetch();
    const environment = await response.json();
    const [namespace, policies, workloads, verify] =
      environment.operation.stages;
    await route.fulfill({
      response,
      json: {
        ...environment,
        phase,
        allowed: { delete: true, access: false },
        operation: {
          ...environment.operation,
          state: 'Running',
          finishedAt: undefined,
          stages: [
            namespace,
            { ...policies, state: 'Running', finishedAt: undefined },
            ...[workloads, verify].map(({ name, title }) => ({
              name,
              title,
              state: 'Pending',
            })),
          ],
        },
      },
    });
  });
}
