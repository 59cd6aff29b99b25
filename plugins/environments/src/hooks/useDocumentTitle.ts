import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';

/** What the tab of the browser says, and a screen reader first of all. */
export function useDocumentTitle(title: string): void {
  const app = useApi(configApiRef).getOptionalString('app.title');
  useEffect(() => {
    document.title = [title, app].filter(Boolean).join(' | ');
  }, [title, app]);
}
