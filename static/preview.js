// The behaviors of a draft shown inside the editor: those of public pages that change what is read.
import "./js/fill-slots.js"
import "./js/filter-list.js"
import "./js/open-target.js"
