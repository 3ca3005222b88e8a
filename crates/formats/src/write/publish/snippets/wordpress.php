<?php
/*
Plugin Name: You may also like
Description: Shows the lists of wp-content/uploads/alsolike.json under each post. Put this file into wp-content/mu-plugins/.
*/
add_filter('the_content', function ($content) {
    if (!is_singular('post') || !in_the_loop() || !is_main_query()) {
        return $content;
    }
    static $lists = null;
    if ($lists === null) {
        $file = wp_upload_dir()['basedir'] . '/alsolike.json';
        $lists = is_readable($file) ? json_decode(file_get_contents($file), true) : [];
    }
    $items = '';
    foreach ($lists[get_the_ID()] ?? [] as $id) {
        if (get_post_status($id) === 'publish') {
            $items .= sprintf('<li><a href="%s">%s</a></li>', esc_url(get_permalink($id)), esc_html(get_the_title($id)));
        }
    }
    if ($items === '') {
        return $content;
    }
    $heading = esc_html__('You may also like');
    return $content . '<aside class="also-like" aria-labelledby="also-like-heading"><h2 id="also-like-heading">'
        . $heading . '</h2><ul>' . $items . '</ul></aside>';
});
