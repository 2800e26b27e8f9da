// The behaviors of a question. Each looks for its own data-* hook and leaves a page alone that has none.
import "./js/choice-keys.js"
import "./js/crisis-card.js"
import "./js/focus-errors.js"
import "./js/submit-once.js"
import "./js/filter-list.js"
import "./js/open-target.js"
import "./js/autosave.js"
