import {
  Sidebar,
  SidebarGroup,
  SidebarItem,
  SidebarSpace,
} from '@backstage/core-components';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import type {
  NavContentComponentProps,
  NavContentNavItem,
} from '@backstage/plugin-app-react';
import { useWaitingApprovals } from '@sandlot/plugin-environments';
import { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';
import { NavLogo } from './NavLogo';

/** More than this is told as many. */
const MOST_COUNTED = 99;

/**
 * The sidebar: environments first, then what else there is, settings last.
 * Each entry is a group of its own, which is what makes it a button of the bar
 * at the bottom of a small screen.
 */
export function NavContent({ navItems }: NavContentComponentProps) {
  const settings = navItems.take('page:user-settings');
  const notifications = navItems.take('page:notifications');
  const waiting = useWaitingApprovals();
  const { pathname } = useLocation();
  const items = [
    navItems.take('page:environments'),
    counted(navItems.take('page:environments/approvals'), waiting),
    navItems.take('page:environments/audit'),
    navItems.take('page:catalog'),
    ...navItems.rest(),
  ].filter(item => item !== undefined);

  return (
    <Sidebar disableExpandOnHover>
      <NavLogo />
      {items.map(item => renderItem(unmarked(item, items, pathname)))}
      <SidebarSpace />
      {/* Its own item, for that one counts what is unread. */}
      {notifications &&
        renderItem(
          notifications,
          <NotificationsSidebarItem
            titleCounterEnabled={false}
            renderItem={({ unreadCount, to, onClick }) => (
              <SidebarItem
                icon={() => notifications.icon}
                to={to}
                onClick={onClick}
                text={notifications.title}
                aria-label={`${notifications.title}${countOf(unreadCount)}`}
              >
                {countOf(unreadCount)}
              </SidebarItem>
            )}
          />,
        )}
      {settings && renderItem(settings)}
    </Sidebar>
  );
}

/**
 * The sidebar marks each item whose address the page's begins with, so also that
 * of a place around it. An address that ends with a slash leads there unmarked.
 */
function unmarked(
  item: NavContentNavItem,
  items: NavContentNavItem[],
  pathname: string,
): NavContentNavItem {
  const isAround = items.some(
    ({ href }) =>
      href.startsWith(`${item.href}/`) && `${pathname}/`.startsWith(`${href}/`),
  );
  return isAround ? { ...item, href: `${item.href}/` } : item;
}

/** With how many wait behind its title. */
function counted(
  item: NavContentNavItem | undefined,
  count: number,
): NavContentNavItem | undefined {
  return item && { ...item, title: `${item.title}${countOf(count)}` };
}

/** With the space before it, so that what is seen is what is read out. */
function countOf(unread: number): string {
  if (unread === 0) {
    return '';
  }
  return unread > MOST_COUNTED ? ` ${MOST_COUNTED}+` : ` ${unread}`;
}

function renderItem(navItem: NavContentNavItem, own?: ReactElement) {
  const { node, title, href, icon } = navItem;
  // icons are as large as the text around them; the bar below has none
  const barIcon = (
    <span style={{ display: 'inline-flex', fontSize: 24 }}>{icon}</span>
  );
  return (
    <SidebarGroup key={node.spec.id} label={title} icon={barIcon} to={href}>
      {own ?? <SidebarItem icon={() => icon} to={href} text={title} />}
    </SidebarGroup>
  );
}
