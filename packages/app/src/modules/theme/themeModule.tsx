import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import {
  type UnifiedTheme,
  UnifiedThemeProvider,
  createUnifiedTheme,
  palettes,
} from '@backstage/theme';
import DarkIcon from '@material-ui/icons/Brightness2';
import LightIcon from '@material-ui/icons/WbSunny';

// The names of the standard themes, so that these take their place. Colours
// that BUI has too stand in theme.css with the same values.
// what BUI has too
const fontFamily = 'system-ui, sans-serif';

const light = createUnifiedTheme({
  fontFamily,
  palette: {
    ...palettes.light,
    background: { default: '#f7f7f5', paper: '#ffffff' },
    textSubtle: '#5c5c5c',
    navigation: {
      background: '#efefec',
      indicator: '#1f5493',
      color: '#4a4a4a',
      selectedColor: '#14365e',
      navItem: { hoverBackground: '#e2e2de' },
      submenu: { background: '#efefec' },
    },
  },
});

const dark = createUnifiedTheme({
  fontFamily,
  palette: {
    ...palettes.dark,
    background: { default: '#17191c', paper: '#212429' },
    border: '#3a3f46',
    navigation: {
      background: '#1e2125',
      indicator: '#9cc9ff',
      color: '#b9bec5',
      selectedColor: '#ffffff',
      navItem: { hoverBackground: '#2b2f35' },
      submenu: { background: '#1e2125' },
    },
  },
});

function provide(theme: UnifiedTheme) {
  return ({ children }: { children: React.ReactNode }) => (
    <UnifiedThemeProvider theme={theme}>{children}</UnifiedThemeProvider>
  );
}

/** Sandlot's light and dark looks: quiet grounds, one accent. */
export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ThemeBlueprint.make({
      name: 'light',
      params: {
        theme: {
          id: 'light',
          title: 'Light',
          variant: 'light',
          icon: <LightIcon />,
          Provider: provide(light),
        },
      },
    }),
    ThemeBlueprint.make({
      name: 'dark',
      params: {
        theme: {
          id: 'dark',
          title: 'Dark',
          variant: 'dark',
          icon: <DarkIcon />,
          Provider: provide(dark),
        },
      },
    }),
  ],
});
