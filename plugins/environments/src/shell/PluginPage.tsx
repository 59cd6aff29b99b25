import { PluginHeader } from '@backstage/ui';
import { ReactElement, ReactNode } from 'react';
import { useDocumentTitle } from '../hooks/useDocumentTitle';

/** What is on a page; Backstage's shell gives the document no `main`. */
export function PluginPage(props: {
  title: string;
  icon: ReactElement;
  titleLink?: string;
  children: ReactNode;
}) {
  const { title, icon, titleLink, children } = props;
  useDocumentTitle(title);
  return (
    <main>
      <PluginHeader title={title} icon={icon} titleLink={titleLink} />
      {children}
    </main>
  );
}
