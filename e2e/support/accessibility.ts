import AxeBuilder from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

/** Finds nothing that keeps people out: no serious or critical finding of axe. */
export async function expectAccessible(page: Page, place: string) {
  // Colours that fade in would be judged half-way.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ effect, playState, timeline }) =>
          playState !== 'running' ||
          !(timeline instanceof DocumentTimeline) ||
          effect?.getComputedTiming().endTime === Infinity,
      ),
  );
  // Without frames there is nothing to gather in a page of its own, and what is
  // as it should be is not asked for: less than half the time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  const findings = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, any }) => `${id}: ${html}\n  ${any[0]?.message ?? ''}`,
      ),
    );
  expect.soft(findings, place).toEqual([]);
}

/** The page fits the screen: only tables and code scroll sideways, in themselves. */
export async function expectNoSidewaysScroll(page: Page, place: string) {
  const excess = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect.soft(excess, `${place}: pixels too wide`).toBe(0);
}
