//! Positions on the map.

/// A point of the map: x to the right, then y down.
pub(crate) type Position = [f32; 2];
