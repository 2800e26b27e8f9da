// The behaviors of staff pages. Each looks for its own data-* hook and leaves a page alone that has none.
import "./js/focus-errors.js"
import "./js/submit-once.js"
import "./js/filter-list.js"
import "./js/copy-text.js"
import "./js/open-target.js"
import "./js/focus-shortcut.js"
import "./js/editor.js"
