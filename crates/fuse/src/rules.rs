//! The weights of fusion. Set by hand from the codebook's traps; not trained yet, and a card will say so when they are.

/// What each piece of evidence weighs, in units of which the threshold asks for a sum. Positive speaks for "same".
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Rules {
    pub same_act: f32,
    pub general_act: f32,
    pub sibling_act: f32,
    pub same_place: f32,
    pub near_place: f32,
    pub containing_place: f32,
    pub same_country: f32,
    pub far_place: f32,
    pub same_day: f32,
    pub next_day: f32,
    pub overlapping_period: f32,
    pub period_and_day: f32,
    pub apart_days: f32,
    pub told_near: f32,
    pub no_day: f32,
    pub same_actor: f32,
    pub other_actor: f32,
    pub same_recipient: f32,
    pub other_recipient: f32,
    pub agreeing_figure: f32,
    pub disjoint_figure: f32,
    pub alike_words: f32,
    pub copied_words: f32,
    /// What texts about wholly the same add; less likeness adds less, and texts of different stories take as much away.
    pub same_topic: f32,
    /// Texts are one story from this average likeness on (0 to 1).
    pub same_story: f32,
    /// Days between the first and the last text of a story, at most.
    pub longest_story_days: i32,
    /// A pair is the same from this sum on.
    pub threshold: f32,
    /// A pair is not the same up to this sum, and keeps its clusters apart.
    pub veto: f32,
    /// Days between the first days of an incident's claims, at most.
    pub longest_days: i32,
    /// Places nearer than this are near, km.
    pub near_km: f64,
    /// Places farther than this are different, km.
    pub far_km: f64,
    /// Claims compared in one block, at most; a block beyond that is compared only with its neighbours in order of day and id.
    pub block_limit: usize,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            same_act: 2.0,
            general_act: 1.0,
            sibling_act: -6.0,
            same_place: 2.5,
            near_place: 1.2,
            containing_place: 0.8,
            same_country: 0.2,
            far_place: -4.0,
            same_day: 2.0,
            next_day: 0.6,
            overlapping_period: 1.0,
            period_and_day: -1.5,
            apart_days: -4.0,
            told_near: 0.3,
            no_day: -1.0,
            same_actor: 1.5,
            other_actor: -2.5,
            same_recipient: 1.0,
            other_recipient: -1.5,
            agreeing_figure: 1.0,
            disjoint_figure: -0.5,
            alike_words: 1.5,
            copied_words: 3.0,
            same_topic: 2.0,
            same_story: 0.21,
            longest_story_days: 7,
            threshold: 4.0,
            veto: 0.0,
            longest_days: 10,
            near_km: 15.0,
            far_km: 60.0,
            block_limit: 200,
        }
    }
}
