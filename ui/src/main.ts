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

start()
void fontReady().then(() => mount(App, { target: document.getElementById('app')! }))
