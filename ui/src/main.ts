// Starts the window: style, readings and font at once, then the app. Nothing is drawn before the font is there, else every text would be chosen twice.
import '@fontsource-variable/hanken-grotesk/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/panel.css'
import './styles/form.css'
import './styles/grid.css'
import './styles/card.css'
import './styles/team.css'
import './styles/views.css'
import './styles/modes.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { start } from './frame/start'
import { fontReady } from './look/measure'
import Stuck from './start/Stuck.svelte'

// The book could not be opened: the window is told so by its address, and asks nothing else.
const stuck = location.hash === '#stuck'
if (!stuck) start()
void fontReady().then(() => mount(stuck ? Stuck : App, { target: document.getElementById('app')! }))
