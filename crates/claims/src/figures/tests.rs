//! Figures on hand-checked trees.
