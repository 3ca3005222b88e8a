#![doc = include_str!("../README.md")]

pub mod article;
pub mod cpu;
pub mod engine;
pub mod evaluate;
pub mod index;
pub mod recommend;
pub mod reduce;
pub mod sparse;
pub mod text;
pub mod themes;
pub mod vectorize;
