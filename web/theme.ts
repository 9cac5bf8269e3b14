import {
  Anchor,
  Badge,
  Card,
  Menu,
  Modal,
  type MantineColorsTuple,
  Table,
  Tooltip,
  type VariantColorsResolver,
  createTheme,
  defaultVariantColorsResolver,
} from '@mantine/core'

/** From light to dark. White text on shade 7 and above has a contrast of at least 4.5. */
const sea: MantineColorsTuple = [
  '#e6f7fb',
  '#d0ecf4',
  '#a0d8e8',
  '#6cc3dc',
  '#45b2d1',
  '#2ca7cb',
  '#16809f',
  '#0e6f8c',
  '#0b5a73',
  '#084459',
]

/** The library's own, but for the shades that buttons with white text have. */
const red: MantineColorsTuple = [
  '#fff5f5',
  '#ffe3e3',
  '#ffc9c9',
  '#ffa8a8',
  '#ff8787',
  '#ff6b6b',
  '#fa5252',
  '#c92a2a',
  '#b32525',
  '#9c1f1f',
]

/** The library's light badges and notes have too little contrast for WCAG: their text is darker, or lighter in dark mode. */
const readableColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  if (input.variant !== 'light') return colors
  const color = input.color ?? input.theme.primaryColor
  const dark = `color-mix(in srgb, var(--mantine-color-${color}-9), #000000 45%)`
  return { ...colors, color: `light-dark(${dark}, var(--mantine-color-${color}-2))` }
}

/** Tooltips open on keyboard focus and touch too. */
const ALL_WAYS = { hover: true, focus: true, touch: true }

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 7 },
  colors: { sea, red },
  defaultRadius: 'md',
  // Text has the size of fields and tables.
  fontSizes: { md: '0.875rem' },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "JetBrains Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: readableColors,
  components: {
    Anchor: Anchor.extend({ defaultProps: { inherit: true } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 550, miw: 'max-content' },
    }),
    Card: Card.extend({ defaultProps: { withBorder: true, padding: 'lg' } }),
    // A menu has no children but its items; the first of them gets the focus.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    // The header of a dialog is not the page's header.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'sm', highlightOnHover: true } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 200, events: ALL_WAYS } }),
  },
})
