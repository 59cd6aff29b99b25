import { PluginHeader } from '@backstage/ui';
import { ReactElement, ReactNode } from 'react';

/** What is on a page; Backstage's shell gives the document no `main`. */
export function PluginPage(props: {
  title: string;
  icon: ReactElement;
  titleLink?: string;
  children: ReactNode;
}) {
  const { title, icon, titleLink, children } = props;
  return (
    <main>
      <PluginHeader title={title} icon={icon} titleLink={titleLink} />
      {children}
    </main>
  );
}
